import { expect, test } from 'vitest';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ActingSchema } from '../../../src/approvals/config.ts';
import { mistakeOf } from '../../../src/config-mistakes.ts';

const FileSchema = z.strictObject({ acting: ActingSchema.prefault({}) });

function read(yaml: string) {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { version: '1.1', lineCounter: lines });
  const parsed = FileSchema.safeParse(document.toJS() ?? {});
  return parsed.success ? parsed.data.acting : mistakeOf(parsed.error, FileSchema, document, lines);
}

test('with nothing configured nobody may act and nothing could', () => {
  expect(read('')).toEqual({
    writers: {},
    request: { users: [], groups: [] },
    approve: { users: [], groups: [] },
    rules: [],
    expires_after: 30,
    offer_lasts: 60,
    cool_down: 5,
    blast_radius: { window: 15, raise_above: 3, refuse_above: 10 },
    head_every: 60,
  });
});

test('everything that a team may want to say can be said', () => {
  const acting = read(`
acting:
  writers: { prod: prod-writer }
  request: { users: [U1], groups: [S1] }
  approve: { users: [U2] }
  rules:
    - { remediations: [undeploy], clouds: [prod], approvers: 2 }
    - { nodes: { owner: [tenant-a], conductor_group: [''] }, forbid: 'their own team does' }
    - { remediations: [delete-port], request: { users: [U1] }, approve: { groups: [S9] } }
  expires_after: 10
  ticket: { required: true, pattern: '^INC-\\d+$' }
  audit_channel: C0123456
`);
  expect(acting).toMatchObject({
    writers: { prod: 'prod-writer' },
    approve: { users: ['U2'], groups: [] },
    rules: [{ approvers: 2 }, { forbid: 'their own team does' }, { approve: { users: [], groups: ['S9'] } }],
    ticket: { required: true },
    audit_channel: 'C0123456',
  });
});

test.each([
  [
    'a name in place of an id',
    'request: { users: ["@kim"] }',
    /acting\.request\.users\.0 \(line 2\): is the id of a Slack user, such as U/,
  ],
  ['a group in place of a user', 'approve: { users: [S012] }', /is the id of a Slack user, such as U/],
  [
    'a key with a slip',
    'aprove: { users: [U1] }',
    /unknown key aprove in acting \(line 2\); did you mean approve\?/,
  ],
  [
    'a remediation that is none',
    'rules: [{ remediations: [abrot] }]',
    /remediations\.0.*is the name of a remediation/,
  ],
  ['a rule that asks for nobody', 'rules: [{ request: {} }]', /names nobody; forbid says why/],
  ['a rule that would weaken', 'rules: [{ approvers: 0 }]', /rules\.0\.approvers/],
  ['a filter without a field', 'rules: [{ nodes: {} }]', /names no field of a node/],
  ['half a minute', 'expires_after: 0.5', /expires_after/],
  [
    'a blast radius upside down',
    'blast_radius: { raise_above: 5, refuse_above: 4 }',
    /refuses before it raises/,
  ],
  ['a pattern that is none', 'ticket: { pattern: "(" }', /is no RE2 expression/],
  ['a channel by its name', 'audit_channel: "#audit"', /is the id of a Slack channel/],
])('%s is named with its place', (_, yaml, message) => {
  expect(read(`acting:\n  ${yaml}\n`)).toMatch(message);
});
