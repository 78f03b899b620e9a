import { expect, it } from 'vitest';
import {
  besideButtons,
  decodeQuestion,
  lookAgainButton,
  sameSubject,
} from '../../../../src/slack/render/question.ts';

it('gives every button of a row an id of its own', () => {
  const row = besideButtons([
    ['Why?', { subject: 'node-17' }],
    ['Logs', { subject: 'node-17', command: 'logs' }],
    ['History', { subject: 'node-17', command: 'history' }],
  ]);
  expect(row.map(({ action_id }) => action_id)).toEqual(['ask-beside:0', 'ask-beside:1', 'ask-beside:2']);
  expect(row.map(({ value }) => decodeQuestion(value)?.command)).toEqual([undefined, 'logs', 'history']);
});

it('draws no button for a question that does not fit into one', () => {
  expect(lookAgainButton({ subject: '' })).toEqual([]);
  expect(lookAgainButton({ subject: 'ä'.repeat(501) })).toEqual([]);
  expect(besideButtons([['Why?', { subject: 'x'.repeat(501) }]])).toEqual([]);
});

it('asks about the node of an answer by its UUID, else by the name that was given', () => {
  const subject = { kind: 'node', name: 'node-17', cloud: 'lab', aspects: ['node'] } as const;
  expect(sameSubject({ ...subject, node_uuid: 'u-1' })).toEqual({ subject: 'u-1', cloud: 'lab' });
  expect(sameSubject(subject)).toEqual({ subject: 'node-17', cloud: 'lab' });
});
