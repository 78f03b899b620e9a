import { describe, expect, it } from 'vitest';
import type { Offer } from '../../../../src/core/acting.ts';
import { renderActModal, renderDeclineModal } from '../../../../src/slack/render/act-modal.ts';
import { renderReport } from '../../../../src/slack/render/report.ts';
import { approval, ceremony, offer, POLICY, safeOffer } from '../support/acting.ts';
import { faultsOf, faultsOfView } from '../support/check-message.ts';
import { report } from '../support/sample.ts';
import { NASTY } from '../support/wild.ts';
import { wordsOf } from '../support/words.ts';

const MENTIONED = [...POLICY.approvers.users, ...POLICY.approvers.groups, ...POLICY.requesters.users];
const risky = (id: string, label: string, risk: Offer['ceremony']['risk']): Offer =>
  offer({ id, label, ceremony: ceremony({ risk, typed: risk === 'destructive' }) });
const FIVE = [
  risky('offer-undeploy-1', 'Undeploy', 'destructive'),
  risky('offer-cycle-001', 'Power-cycle', 'disruptive'),
  risky('offer-abort-001', 'Abort the operation', 'disruptive'),
  safeOffer(),
  risky('offer-detach-01', 'Detach the VIF', 'disruptive'),
];

interface Element {
  readonly type: string;
  readonly action_id: string;
  readonly value?: string;
  readonly style?: string;
  readonly confirm?: { readonly title: { readonly text: string }; readonly text: { readonly text: string } };
  readonly text?: { readonly text: string };
  readonly options?: readonly { readonly value: string }[];
}

const rowOf = (offers: readonly Offer[]): readonly Element[] =>
  renderReport(report, { offers }).message.blocks.flatMap((block) =>
    block.type === 'actions' ? (block.elements as unknown as Element[]) : [],
  );

describe('remedies below a report', () => {
  it('come before everything else, the safest first, three of them, the rest in a menu', () => {
    const row = rowOf(FIVE);
    expect(row.map(({ action_id }) => action_id)).toEqual([
      'act:0',
      'act-ask:1',
      'act-ask:2',
      'act-more',
      'look-again',
      'ask-beside:0',
      'ask-beside:1',
    ]);
    expect(row[0]?.text?.text).toBe('Manage…');
    expect(row[3]?.options?.map(({ value }) => value)).toEqual(['offer-detach-01', 'offer-undeploy-1']);
  });

  it('carry the id of the offer and nothing else', () => {
    expect(rowOf(FIVE)[1]?.value).toBe('offer-cycle-001');
  });

  it('ask first: the target, how it is now, and the exact call', () => {
    const { confirm } = rowOf([safeOffer()])[0] ?? {};
    expect(confirm?.title.text).toBe('Manage: node-17?');
    expect(confirm?.text.text).toContain('Now: `clean wait`, power on');
    expect(confirm?.text.text).toContain(
      'PUT /v1/nodes/6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11/states/provision {"target":"abort"}',
    );
  });

  it('leave out of the question only whole lines, and say so; the thread has all of them', () => {
    const call = safeOffer().go.calls[0] ?? expect.fail('no call');
    const many = safeOffer({
      go: { ...safeOffer().go, calls: [call, call, call, { ...call, path: '/v1/last' }] },
    });
    const said = rowOf([many])[0]?.confirm?.text.text ?? '';
    expect(said.length).toBeLessThanOrEqual(300);
    expect(said).toContain('The rest stands in the thread.');
    const { thread } = renderReport(report, { offers: [many] });
    expect(thread.map(wordsOf).join('\n')).toContain('/v1/last');
  });

  it('are red where something is destroyed', () => {
    expect(rowOf([FIVE[0] ?? expect.fail()])[0]).toMatchObject({ action_id: 'act-ask:0', style: 'danger' });
  });

  it('say in small print why others are not there', () => {
    const { message } = renderReport(report, {
      unoffered: ['Undeploy is not offered: an instance is on it'],
    });
    expect(wordsOf(message)).toContain('Undeploy is not offered: an instance is on it');
  });

  it('are named in words only where they have no button', () => {
    const said = (offers: readonly Offer[]) => wordsOf(renderReport(report, { offers }).message);
    expect(said([])).toContain('Possible remedies: Abort the operation (disruptive) · Power-cycle');
    expect(said([offer()])).toContain('Possible remedies: Power-cycle (disruptive)');
  });

  it('mention nobody: a diagnosis is no call for approvers', () => {
    const { message, thread } = renderReport(report, { offers: FIVE });
    expect([message, ...thread].flatMap(faultsOf)).toEqual([]);
  });
});

describe('the modal of a remedy', () => {
  const words = (one: Offer) => JSON.stringify(renderActModal(one, '{}'));
  const fields = (one: Offer) =>
    renderActModal(one, '{}').blocks.flatMap((block) =>
      block.type === 'input' && 'optional' in block ? [[block.block_id, block.optional]] : [],
    );

  it('shows the target, the calls, what comes of them, what to beware of and who has to agree', () => {
    const said = words(offer());
    for (const part of [
      'node-17',
      'clean wait',
      '/states/provision',
      'clean failed',
      'half erased',
      'S0APPROVE1',
    ])
      expect(said).toContain(part);
  });

  it.each([
    [
      offer(),
      [
        ['reason', false],
        ['ticket', true],
      ],
    ],
    [
      offer({ ceremony: ceremony({ typed: true, ticket: 'required' }) }),
      [
        ['reason', false],
        ['ticket', false],
        ['typed', false],
      ],
    ],
    [safeOffer(), []],
  ])('asks for what the policy asks for: %#', (one, expected) => {
    expect(fields(one)).toEqual(expected);
  });

  it('is one that Slack takes whatever stands in it, and mentions only whom the policy names', () => {
    for (const nasty of NASTY) {
      const go = { ...offer().go, becomes: nasty, undo: nasty, beware: [nasty], seen: { [nasty]: nasty } };
      const wild = offer({
        name: nasty,
        label: nasty,
        cloud: nasty,
        go,
        ceremony: ceremony({ raised: [nasty], typed: true }),
      });
      expect(faultsOfView(renderActModal(wild, '{}'), MENTIONED)).toEqual([]);
      const { message, thread } = renderReport(report, {
        offers: [wild, safeOffer({ name: nasty, label: nasty, go })],
      });
      expect([message, ...thread].flatMap(faultsOf)).toEqual([]);
      expect(faultsOfView(renderDeclineModal(approval({ name: nasty }), '{}'))).toEqual([]);
    }
  });
});
