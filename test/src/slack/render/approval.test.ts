import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPROVAL_STATES, type Approval } from '../../../../src/core/approval.ts';
import { renderApproval } from '../../../../src/slack/render/approval.ts';
import { approval } from '../support/acting.ts';
import { faultsBesides } from '../support/check-message.ts';
import { wildText } from '../support/wild.ts';
import { actionIds, wordsOf } from '../support/words.ts';

const NOW = new Date('2026-11-22T03:16:00.000Z');
const NAMED = ['U0MAYA0001', 'U0JONAS001', 'U0INES0001', 'S0APPROVE1'];
const draw = (rest: Partial<Approval> = {}, audit?: number) =>
  renderApproval(approval(rest), { now: NOW, audit });
const words = (rest: Partial<Approval> = {}) => wordsOf(draw(rest));
const buttonsOf = (rest: Partial<Approval> = {}) => actionIds(draw(rest).blocks);

const STARTED: Partial<Approval> = {
  started_at: '2026-11-22T03:14:00.000Z',
  verify_until: '2026-11-22T04:14:00.000Z',
  results: [
    { status: 202, request_id: 'req-8d1', at: '2026-11-22T03:14:01.000Z', outcome: 'accepted', words: '' },
  ],
};

describe('an approval that waits', () => {
  it('says on what, what, who asked and why, whom it needs and until when', () => {
    const said = words();
    expect(said).toMatch(/⏳ \*Abort the operation · node-17\* · waiting for 1 approval/);
    expect(said).toContain('asked by <@U0MAYA0001>: “switch port fixed” · ticket INC-4412');
    expect(said).toContain(
      'needs 1 of <!subteam^S0APPROVE1>, <@U0INES0001> (not <@U0MAYA0001>) · expires <!date^',
    );
  });

  it('shows exactly what would be called, what comes of it and what undoes it', () => {
    const said = words();
    expect(said).toContain(
      'PUT /v1/nodes/6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11/states/provision {"target":"abort"}',
    );
    expect(said).toContain('*Now:* `clean wait`, power on');
    expect(said).toContain('*Becomes* `clean failed`');
    expect(said).toContain('*Undo:* `manage`, then `provide`');
    expect(said).toContain('*Beware:* the disk may be half erased');
  });

  it('can be read on a lock screen, without a mention', () => {
    expect(draw().text).toBe('node-17: Abort the operation, waiting for 1 approval: switch port fixed');
  });

  it('says how many are still missing', () => {
    const half = { needs: 2, votes: [{ by: 'U0JONAS001', at: '2026-11-22T03:15:00.000Z' }] };
    expect(words(half)).toContain('needs 1 more of ');
    expect(words(half)).toContain('approved by <@U0JONAS001>');
  });

  it('offers to approve only behind a question that names the calls', () => {
    expect(buttonsOf()).toEqual(['approval:approve', 'approval:decline', 'approval:withdraw']);
    const asked = JSON.stringify(draw().blocks);
    expect(asked).toContain('Approve: Abort the operation · node-17?');
    const confirm = /"confirm":\{"title".*?"deny"/.exec(asked)?.[0] ?? '';
    expect(confirm).toContain('/states/provision');
  });

  it('mentions nobody whom neither Slack nor the policy named', () => {
    const strange = draw({
      reason: '<@U999999999> <!channel>',
      approvers: { users: ['<!channel>', 'U0INES0001'], groups: ['@here'] },
    });
    expect(faultsBesides(NAMED)(strange)).toEqual([]);
  });
});

describe('an approval that runs or is over', () => {
  it.each([
    [{ state: 'approved', needs: 0 }, '⏳', 'confirmed, starts in a moment'],
    [{ state: 'approved', progress: 'Ironic does not answer' }, '⏳', 'waits: Ironic does not answer'],
    [{ state: 'checking' }, '▶', 'checking that nothing has changed'],
    [{ state: 'running', ...STARTED }, '▶', 'running'],
    [
      { state: 'verifying', ...STARTED, progress: '`cleaning`, step erase_devices' },
      '▶',
      'erase_devices · 2 min of 1 h',
    ],
    [{ state: 'succeeded', ...STARTED, ended_at: '2026-11-22T03:14:14.000Z' }, '✅', 'done in 14 s'],
    [{ state: 'failed', ...STARTED, outcome: 'it is `clean failed`' }, '⚠', 'it is `clean failed`'],
    [{ state: 'unconfirmed', ...STARTED, outcome: 'still `clean wait`' }, '❔', 'unconfirmed'],
    [
      { state: 'declined', ended_by: 'U0JONAS001', outcome: 'not tonight' },
      '⚠',
      'declined by <@U0JONAS001>: “not tonight”',
    ],
    [{ state: 'withdrawn', ended_by: 'U0MAYA0001' }, '⚠', 'withdrawn by <@U0MAYA0001>'],
    [{ state: 'expired' }, '⚠', 'expired, nothing was done'],
    [{ state: 'not-run', code: 'node-locked', outcome: 'held by conductor-2' }, '⚠', 'held by conductor-2'],
  ] satisfies readonly (readonly [Partial<Approval>, string, string])[])(
    '%j is told as %s %s',
    (rest, sign, said) => {
      expect(words(rest).split('\n')[0]).toMatch(new RegExp(`^${sign} \\*Abort`));
      expect(words(rest)).toContain(said);
    },
  );

  it('tells what had changed between the offer and the click', () => {
    const moved = { state: 'not-run', code: 'moved', after: { provision_state: 'available' } } as const;
    expect(words({ ...moved, outcome: 'node-17 moved on' })).toContain(
      'provision_state `clean wait` → `available`',
    );
    const told = 'node-17 is not as it was: `provision_state` was `clean wait` and is `available`';
    expect(words({ ...moved, outcome: told })).not.toContain('→ `available`');
  });

  it('shows by which id the service logged the call, and its number in the journal', () => {
    const done = draw({ state: 'succeeded', ...STARTED, after: { provision_state: 'clean failed' } }, 1042);
    expect(wordsOf(done)).toContain('↳ accepted · HTTP 202 · `req-8d1`');
    expect(wordsOf(done)).toContain('*Changed:* `clean wait` → `clean failed`');
    expect(wordsOf(done)).toContain('audit #1042');
  });

  it('can be taken back until it is taken up, and is diagnosed again when it is over', () => {
    expect(buttonsOf({ state: 'approved' })).toEqual(['approval:withdraw']);
    expect(buttonsOf({ state: 'verifying', ...STARTED })).toEqual([]);
    expect(buttonsOf({ state: 'failed', ...STARTED })).toEqual(['ask-beside:0']);
  });

  it('never mentions approvers again', () => {
    for (const state of APPROVAL_STATES) {
      if (state !== 'waiting') expect(words({ state })).not.toContain('subteam');
    }
  });
});

const wildSeen = fc.dictionary(wildText, wildText, { maxKeys: 12 });

it('hostile records are messages that Slack takes, whole, with their buttons and no strange mention', {
  timeout: 90_000,
}, () => {
  const wild = fc.record({
    state: fc.constantFrom(...APPROVAL_STATES),
    name: wildText,
    cloud: wildText,
    reason: wildText,
    ticket: wildText,
    progress: wildText,
    outcome: wildText,
    becomes: wildText,
    undo: wildText,
    code: fc.constantFrom('moved', 'frozen'),
    requester: fc.constantFrom('U0MAYA0001', '<!channel>'),
    params: fc.dictionary(wildText, wildText, { maxKeys: 5 }),
    beware: fc.array(wildText, { maxLength: 8 }),
    watched: fc.array(wildText, { maxLength: 4 }),
    seen: wildSeen,
    after: wildSeen,
    calls: fc.array(
      fc.record({
        service: fc.constant('ironic' as const),
        method: fc.constant('PATCH' as const),
        path: wildText,
        body: fc.array(wildText, { maxLength: 3 }),
      }),
      { maxLength: 9 },
    ),
    results: fc.array(
      fc.record({
        status: fc.constantFrom(202, 409, undefined),
        request_id: wildText,
        at: fc.constant('2026-11-22T03:14:01.000Z'),
        outcome: fc.constantFrom('accepted' as const, 'refused' as const, 'unsure' as const),
        words: wildText,
      }),
      { maxLength: 9 },
    ),
  });
  fc.assert(
    fc.property(wild, (rest) => {
      const message = draw({ ...STARTED, ...rest }, 7);
      expect(faultsBesides(NAMED)(message)).toEqual([]);
      const decidable = rest.state === 'waiting' || rest.state === 'approved';
      if (decidable) expect(message.blocks.some(({ type }) => type === 'actions')).toBe(true);
    }),
    { numRuns: 300 },
  );
});
