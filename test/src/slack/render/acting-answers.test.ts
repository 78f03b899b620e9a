import { describe, expect, it } from 'vitest';
import { type AuditEntry, EMPTY_DRAFT } from '../../../../src/core/audit-entry.ts';
import type { Answer } from '../../../../src/core/command.ts';
import { renderAnswer } from '../../../../src/slack/render/answer.ts';
import { renderAuditCopy, renderAuditHead } from '../../../../src/slack/render/audit-line.ts';
import { permalink } from '../../../../src/slack/render/permalink.ts';
import { approval, offer, POLICY } from '../support/acting.ts';
import { faultsBesides } from '../support/check-message.ts';
import { NASTY } from '../support/wild.ts';
import { wordsOf } from '../support/words.ts';

const WORKSPACE = 'https://example.slack.com/';
const NOW = new Date('2026-11-22T03:16:00.000Z');
const PEOPLE = ['U0MAYA0001', 'U0JONAS001', 'U0INES0001', 'U0RIKU0001', 'S0APPROVE1'];
const how = { slash: '/ironic', now: NOW, workspace: WORKSPACE };
const draw = (answer: Answer) => renderAnswer(answer, how);
const words = (answer: Answer) => wordsOf(draw(answer).message);

const entry = (rest: Partial<AuditEntry> = {}): AuditEntry => ({
  ...EMPTY_DRAFT,
  kind: 'finished',
  at: '2026-11-22T03:14:31.000Z',
  actor: null,
  approval: 'approval-0000001',
  cloud: 'prod',
  remediation: 'abort',
  node: '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11',
  name: 'node-17',
  target: 'prod node 6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11',
  code: 'succeeded',
  words: 'Abort the operation · node-17: succeeded: it is clean failed',
  requester: 'U0MAYA0001',
  reason: 'switch port fixed',
  ticket: 'INC-4412',
  votes: [{ by: 'U0JONAS001', at: '2026-11-22T03:14:20.000Z' }],
  before: { provision_state: 'clean wait' },
  after: { provision_state: 'clean failed' },
  results: [
    { status: 202, request_id: 'req-8d1', at: '2026-11-22T03:14:31.000Z', outcome: 'accepted', words: '' },
  ],
  took_ms: 14_000,
  seq: 1042,
  previous: '0'.repeat(64),
  hash: '9f3c'.repeat(16),
  ...rest,
});

describe('the journal in its channel', () => {
  it('has one line for each entry, with everything that an auditor asks for', () => {
    const link = permalink(
      WORKSPACE,
      { channel: 'C0ONCALL01', ts: '1.000002' },
      { channel: 'C0ONCALL01', ts: '1.000001' },
      'thread ↗',
    );
    const line = wordsOf(renderAuditCopy(entry(), link));
    for (const part of [
      '`#1042`',
      '*finished* · abort · node-17 (`6a2c4f1e…`)',
      'asked by <@U0MAYA0001> approved <@U0JONAS001>',
      '“switch port fixed” · INC-4412',
      '`clean wait` → `clean failed`',
      '`req-8d1` accepted · 14 s · succeeded: it is clean failed',
      '<https://example.slack.com/archives/C0ONCALL01/p1000002?thread_ts=1.000001&amp;cid=C0ONCALL01|thread ↗>',
    ])
      expect(line).toContain(part);
    expect(line).not.toContain('\n');
  });

  it('says of what lies between only how far it is, and mentions nobody again', () => {
    const words = 'Abort the operation · node-17: started';
    const started = entry({ kind: 'started', words, code: null, results: [], took_ms: null });
    expect(wordsOf(renderAuditCopy(started, permalink(WORKSPACE, null, null, 'x')))).toMatch(
      /^`#1042` <!date[^>]+> · \*started\* · abort · node-17 \(`6a2c4f1e…`\)$/,
    );
  });

  it('has the head of the chain so that it can be pasted behind `audit verify --head`', () => {
    const head = { seq: 1042, hash: '9f3c'.repeat(16), at: '2026-11-22T03:14:31.000Z' };
    expect(wordsOf(renderAuditHead(head))).toContain(`\`1042:${head.hash}\``);
  });

  it('is harmless whatever somebody gave as a reason', () => {
    for (const nasty of NASTY) {
      const wild = entry({
        reason: nasty,
        ticket: nasty,
        name: nasty,
        words: nasty,
        code: nasty,
        before: { [nasty]: nasty },
      });
      expect(faultsBesides(PEOPLE)(renderAuditCopy(wild, permalink(nasty, null, null, nasty)))).toEqual([]);
      const listed = draw({ kind: 'audit', about: nasty, entries: Array(20).fill(wild), more: true });
      expect([listed.message, ...listed.thread].flatMap(faultsBesides(PEOPLE))).toEqual([]);
    }
  });
});

describe('answers of the acting half', () => {
  it('approvals: what waits, for whom, and where its message is', () => {
    const at = { channel: 'C0ONCALL01', ts: '1732245240.000100' };
    const said = words({
      kind: 'approvals',
      open: [approval({ message: at })],
      recent: [approval({ state: 'expired' })],
      frozen: undefined,
    });
    expect(said).toContain('1 waiting for approval, 0 running');
    expect(said).toContain('one of <!subteam^S0APPROVE1>, <@U0INES0001>');
    expect(said).toContain('archives/C0ONCALL01/p1732245240000100|message ↗>');
    expect(said).toContain('expired, nothing was done');
  });

  it('can: what it takes, with the button for whoever may press it and none for others', () => {
    const may = { kind: 'can', offer: offer(), may: undefined, frozen: undefined } as const;
    const actionsOf = (answer: Answer) =>
      draw(answer).message.blocks.filter(({ type }) => type === 'actions');
    expect(words({ kind: 'can', answer: may })).toContain(
      '*Asks for* the consent of somebody else, a reason',
    );
    expect(actionsOf({ kind: 'can', answer: may })).toHaveLength(1);
    const no = {
      kind: 'refused',
      code: 'not-a-requester',
      words: 'Who may:',
      people: POLICY.requesters,
    } as const;
    const denied: Answer = { kind: 'can', answer: { ...may, may: no } };
    expect(words(denied)).toContain('Who may: <@U0MAYA0001>, <@U0JONAS001>');
    expect(actionsOf(denied)).toEqual([]);
    const frozen = { by: 'U0JONAS001', at: NOW.toISOString(), reason: 'core switch' };
    expect(actionsOf({ kind: 'can', answer: { ...may, frozen } })).toEqual([]);
  });

  it('freeze and thaw are told to everybody', () => {
    const freeze = { by: 'U0JONAS001', at: NOW.toISOString(), reason: 'core switch' };
    expect(words({ kind: 'freeze', freeze, by: 'U0JONAS001' })).toContain(
      'frozen* by <@U0JONAS001>: “core switch”',
    );
    expect(words({ kind: 'freeze', freeze: null, by: 'U0INES0001' })).toContain('thawed by <@U0INES0001>');
  });

  it('are harmless whatever is in them', () => {
    for (const nasty of NASTY) {
      const freeze = { by: nasty, at: nasty, reason: nasty };
      const wild = approval({
        name: nasty,
        reason: nasty,
        outcome: nasty,
        progress: nasty,
        requester: 'U0MAYA0001',
      });
      const answers: Answer[] = [
        {
          kind: 'approvals',
          open: Array(20).fill(wild),
          recent: Array(12).fill({ ...wild, state: 'failed' }),
          frozen: freeze,
        },
        { kind: 'freeze', freeze, by: nasty },
        {
          kind: 'denied',
          refusal: {
            kind: 'refused',
            code: nasty,
            words: nasty,
            people: { users: [nasty], groups: [nasty] },
          },
        },
        {
          kind: 'can',
          answer: {
            kind: 'can',
            offer: offer({ name: nasty, label: nasty }),
            may: undefined,
            frozen: freeze,
          },
        },
        {
          kind: 'can',
          answer: {
            kind: 'cannot',
            name: nasty,
            no: { kind: 'refused', code: 'x', words: nasty, seen: { [nasty]: nasty } },
          },
        },
      ];
      for (const answer of answers) {
        const { message, thread } = draw(answer);
        expect([message, ...thread].flatMap(faultsBesides(PEOPLE))).toEqual([]);
      }
    }
  });
});
