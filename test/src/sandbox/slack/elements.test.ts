import { expect, test } from 'vitest';
import { elementsOf, elementValue, inputErrors, stateOf } from '../../../../src/sandbox/slack/elements.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value), value });
const input = (block_id: string, element: object, rest: object = {}) => ({
  type: 'input',
  block_id,
  label: plain('x'),
  element,
  ...rest,
});
const blocks = [
  input('why', { type: 'plain_text_input', action_id: 't', min_length: 3 }),
  input('how', {
    type: 'radio_buttons',
    action_id: 'r',
    options: [option('a'), option('b')],
    initial_option: option('a'),
  }),
  input('also', { type: 'checkboxes', action_id: 'c', options: [option('x')] }, { optional: true }),
  {
    type: 'actions',
    block_id: 'act',
    elements: [{ type: 'button', action_id: 'b', text: plain('B'), value: '1' }],
  },
  {
    type: 'container',
    child_blocks: [
      {
        type: 'section',
        block_id: 'in',
        accessory: { type: 'overflow', action_id: 'o', options: [option('z')] },
      },
    ],
  },
];

test('finds every element, also beside sections and inside containers', () => {
  expect(elementsOf(blocks).map(({ element }) => element['action_id'])).toEqual(['t', 'r', 'c', 'b', 'o']);
});

test('state.values holds every field, untouched ones with their initial or empty value', () => {
  expect(stateOf(blocks, { why: 'because' })).toEqual({
    why: { t: { type: 'plain_text_input', value: 'because' } },
    how: { r: { type: 'radio_buttons', selected_option: option('a') } },
    also: { c: { type: 'checkboxes', selected_options: [] } },
  });
});

test('answers may be named by block and action, by action or by block', () => {
  for (const key of ['how:r', 'r', 'how']) {
    expect(stateOf(blocks, { [key]: 'b' })).toMatchObject({ how: { r: { selected_option: option('b') } } });
  }
});

test('an option that is not offered cannot be chosen', () => {
  expect(elementValue({ type: 'static_select', options: [option('a')] }, 'z')).toEqual({
    type: 'static_select',
    selected_option: null,
  });
});

test('required fields and lengths are checked before anything is sent', () => {
  expect(inputErrors(blocks, {})).toEqual({ why: 'Please complete this required field.' });
  expect(inputErrors(blocks, { why: 'ab' })).toEqual({ why: 'Please enter at least 3 characters.' });
  expect(inputErrors(blocks, { why: 'x'.repeat(3001) })).toEqual({
    why: 'Please enter at most 3000 characters.',
  });
  expect(inputErrors(blocks, { why: 'abc' })).toEqual({});
});
