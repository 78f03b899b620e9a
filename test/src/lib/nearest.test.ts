import { expect, test } from 'vitest';
import { nearest } from '../../../src/lib/nearest.ts';

const names = ['node-17', 'node-71', 'node-18', 'compute-9', 'node-170'];

test('a slip of the fingers finds the name that was meant', () => {
  expect(nearest('ndoe-17', names)[0]).toBe('node-17');
});

test('what begins with the words comes first', () => {
  expect(nearest('node-1', names).slice(0, 2)).toEqual(['node-17', 'node-18']);
});

test('nothing is suggested for what resembles nothing', () => {
  expect(nearest('zzzzzzzz', names)).toEqual([]);
});

test('no more than asked for', () => {
  expect(nearest('node', names, 2)).toHaveLength(2);
});

test('beside one slip, two slips are noise', () => {
  expect(nearest('bm-a99', ['bm-a09', 'bm-a19', 'bm-a01', 'bm-b02'])).toEqual(['bm-a09', 'bm-a19']);
});
