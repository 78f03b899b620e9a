import { expect, it } from 'vitest';
import { guideWords } from '../../../src/core/guide-words.ts';

it.each([
  ['port-fast', 'port-fast', undefined],
  ['port-fast node-17', 'port-fast', 'node-17'],
  ['spanning tree node-17', 'spanning tree', 'node-17'],
  ['port-fast for node node-17', 'port-fast', 'node-17'],
  ['port-fast mynode', 'port-fast', 'mynode'],
  ['lock-trace lab-locked', 'lock-trace', 'lab-locked'],
  ['lock lab-locked', 'lock lab-locked', undefined],
  ['802.3ad', '802.3ad', undefined],
  ['lacp 6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11', 'lacp', '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11'],
  [
    'what to do when the password of the bmc changed',
    'what to do when the password of the bmc changed',
    undefined,
  ],
  ['spanning\n  tree\ton  node-17', 'spanning tree', 'node-17'],
  ['node-17', 'node-17', undefined],
  ['', '', undefined],
])('%j is about %j of %j', (words, topic, node) => {
  expect(guideWords(words)).toEqual(node === undefined ? { topic } : { topic, node });
});
