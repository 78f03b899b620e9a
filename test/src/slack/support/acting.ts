import type {
  Acting,
  ActRefusal,
  Ceremony,
  Freeze,
  Offer,
  RequestForm,
  Stage,
} from '../../../../src/core/acting.ts';
import { type Approval, type ApprovalEvent, decide, isFinal } from '../../../../src/core/approval.ts';
import { type AuditDraft, type AuditEntry, EMPTY_DRAFT } from '../../../../src/core/audit-entry.ts';
import { isAmong, type People, type Person, strangeness } from '../../../../src/core/person.ts';

export const GROUP = 'S0APPROVE1';
export const POLICY = {
  requesters: { users: ['U0MAYA0001', 'U0JONAS001', 'U0RIKU0001'], groups: [] },
  approvers: { users: ['U0INES0001'], groups: [GROUP] },
} satisfies Record<string, People>;

const NODE = '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11';

export const ceremony = (rest: Partial<Ceremony> = {}): Ceremony => ({
  risk: 'disruptive',
  approvers: 1,
  requesters: POLICY.requesters,
  approvers_among: POLICY.approvers,
  reason: true,
  ticket: 'optional',
  typed: false,
  raised: [],
  ...rest,
});

export const offer = (rest: Partial<Offer> = {}): Offer => ({
  id: 'offer-abort-0001',
  cloud: 'prod',
  remediation: 'abort',
  params: { node: NODE },
  target: `prod node ${NODE}`,
  name: 'node-17',
  label: 'Abort the operation',
  ground: {
    playbook: 'stuck-in-wait',
    code: 'clean-callback-timeout',
    cause: 'wait-callback-timeout',
    confidence: 'likely',
    summary: 'the ramdisk never called back',
    reference: 'a1b2c3d4',
  },
  at: '2026-11-22T03:14:07.000Z',
  until: '2026-11-22T04:14:07.000Z',
  go: {
    kind: 'go',
    calls: [
      {
        service: 'ironic',
        method: 'PUT',
        path: `/v1/nodes/${NODE}/states/provision`,
        body: { target: 'abort' },
      },
    ],
    seen: { provision_state: 'clean wait', power_state: 'power on', maintenance: 'false' },
    watched: ['provision_state'],
    becomes: '`clean failed`',
    undo: '`manage`, then `provide`',
    beware: ['the disk may be half erased'],
    node: { uuid: NODE, name: 'node-17', owner: null, resource_class: 'baremetal', conductor_group: null },
  },
  ceremony: ceremony(),
  ...rest,
});

/** One that a confirmation is enough for. */
export const safeOffer = (rest: Partial<Offer> = {}): Offer =>
  offer({
    id: 'offer-manage-001',
    remediation: 'manage',
    label: 'Manage',
    ceremony: ceremony({ risk: 'safe', approvers: 0, reason: false, ticket: 'none' }),
    ...rest,
  });

export const approval = (rest: Partial<Approval> = {}): Approval => {
  const { go, ...from } = offer();
  return {
    id: 'approval-0000001',
    version: 1,
    state: 'waiting',
    cloud: from.cloud,
    remediation: from.remediation,
    params: from.params,
    target: from.target,
    name: from.name,
    node: go.node ?? null,
    risk: 'disruptive',
    needs: 1,
    approvers: POLICY.approvers,
    ground: from.ground,
    requester: 'U0MAYA0001',
    reason: 'switch port fixed',
    ticket: 'INC-4412',
    requested_at: '2026-11-22T03:14:00.000Z',
    expires_at: '2026-11-22T03:44:00.000Z',
    votes: [],
    seen: go.seen,
    watched: go.watched,
    calls: go.calls,
    becomes: go.becomes,
    undo: go.undo,
    beware: go.beware,
    results: [],
    started_at: null,
    verify_until: null,
    progress: null,
    ended_by: null,
    ended_at: null,
    outcome: '',
    after: null,
    code: null,
    channel: 'C0ONCALL01',
    message: null,
    thread: null,
    ...rest,
  };
};

const refusal = (code: string, people?: People): ActRefusal => ({
  kind: 'refused',
  code,
  words: `Not so (${code}). Waiting for`,
  ...(people ? { people } : {}),
});

type Asked = readonly [verb: string, id: string, who: Person, form?: RequestForm];

/**
 * The acting half in memory: people and states as the real one judges them, no cloud and no worker. `asked` has every
 * question that got through to it, `journal` what it would have recorded.
 */
export function fakeActing({
  offers = [offer(), safeOffer()],
  now = () => new Date('2026-11-22T03:14:30.000Z'),
}: {
  readonly offers?: readonly Offer[];
  readonly now?: () => Date;
} = {}) {
  const known = new Map(offers.map((one) => [one.id, one]));
  const taken = new Map<string, string>();
  const approvals = new Map<string, Approval>();
  const journal: AuditEntry[] = [];
  const asked: Asked[] = [];
  let frozen: Freeze | undefined;
  let draw: (approval: Approval) => void = () => undefined;

  function record(
    kind: AuditEntry['kind'],
    who: Person | null,
    words: string,
    rest: Partial<AuditDraft> = {},
  ) {
    const seq = journal.length + 1;
    const chain = { seq, previous: '0'.repeat(64), hash: seq.toString(16).padStart(64, '0') };
    const at = now().toISOString();
    journal.push({ ...EMPTY_DRAFT, kind, at, words, actor: who?.id ?? null, ...rest, ...chain });
  }

  function refused(who: Person, no: ActRefusal): ActRefusal {
    record('refused', who, no.words, { code: no.code });
    return no;
  }

  function keep(next: Approval): Approval {
    approvals.set(next.id, next);
    draw(next);
    return next;
  }

  function decided(
    id: string,
    who: Person,
    event: ApprovalEvent & { kind: 'approve' | 'decline' | 'withdraw' },
  ) {
    asked.push([event.kind, id, who]);
    const before = approvals.get(id);
    if (!before) return refused(who, refusal('unknown-approval'));
    const decision = decide(before, event, now().toISOString());
    if (decision.kind === 'refused') return refused(who, refusal(decision.code, before.approvers));
    const kinds = { approve: 'approved', decline: 'declined', withdraw: 'withdrawn' } as const;
    record(kinds[event.kind], who, `${event.kind} ${id}`, { approval: id });
    return { kind: 'done' as const, approval: keep(decision.approval) };
  }

  function mayTake(id: string, who: Person): Offer | ActRefusal {
    const odd = strangeness(who);
    const found = known.get(id);
    if (odd) return refused(who, refusal(odd));
    if (!found) return refused(who, refusal('unknown-offer'));
    if (taken.has(id)) return refused(who, refusal('taken'));
    if (now().toISOString() >= found.until) return refused(who, refusal('offer-over'));
    if (frozen) return refused(who, refusal('frozen'));
    return isAmong(who, found.ceremony.requesters)
      ? found
      : refused(who, refusal('not-a-requester', found.ceremony.requesters));
  }

  const acting: Acting = {
    groups: [GROUP],
    offers: async () => ({
      offers: [...known.values()],
      notes: ['Undeploy is not offered: an instance is on it'],
    }),
    async look(id, who) {
      asked.push(['look', id, who]);
      const found = mayTake(id, who);
      return 'ceremony' in found ? { kind: 'offer', offer: found } : found;
    },
    async request(id, who, form, place) {
      asked.push(['request', id, who, form]);
      const found = mayTake(id, who);
      if (!('ceremony' in found)) return found;
      if (found.ceremony.reason && !form.reason) return refused(who, refusal('reason-missing'));
      if (form.ticket && !/^INC-\d+$/.test(form.ticket)) return refused(who, refusal('ticket-wrong'));
      if (found.ceremony.typed && form.typed !== found.name) return refused(who, refusal('typed-wrong'));
      const made = approval({
        id: `approval-${String(approvals.size + 1).padStart(7, '0')}`,
        state: found.ceremony.approvers === 0 ? 'approved' : 'waiting',
        remediation: found.remediation,
        needs: found.ceremony.approvers,
        requester: who.id,
        reason: form.reason,
        ticket: form.ticket,
        requested_at: now().toISOString(),
        channel: place.channel,
        thread: place.thread,
      });
      taken.set(id, made.id);
      record('requested', who, 'requested', { approval: made.id });
      return { kind: 'requested', approval: keep(made) };
    },
    approve: async (id, by) => decided(id, by, { kind: 'approve', by, allowed: POLICY.approvers }),
    decline: async (id, by, reason) =>
      decided(id, by, { kind: 'decline', by, allowed: POLICY.approvers, reason }),
    withdraw: async (id, by) => decided(id, by, { kind: 'withdraw', by }),
    open: async () => [...approvals.values()].filter(({ state }) => !isFinal(state)),
    recent: async (limit) => [...approvals.values()].filter(({ state }) => isFinal(state)).slice(-limit),
    get: async (id) => approvals.get(id),
    async can(verb, words, cloud, who) {
      const found = [...known.values()].find(({ remediation }) => remediation === verb);
      if (!found) return refusal('unknown-verb');
      const may = isAmong(who, found.ceremony.requesters) ? undefined : refusal('not-a-requester');
      return { kind: 'can', offer: { ...found, cloud, name: words[0] ?? found.name }, may, frozen };
    },
    may: (who) => {
      const member = !strangeness(who);
      return {
        request: member && isAmong(who, POLICY.requesters),
        approve: member && isAmong(who, POLICY.approvers),
      };
    },
    frozen: async () => frozen,
    async freeze(who, reason) {
      if (!acting.may(who).request) return refused(who, refusal('not-a-requester', POLICY.requesters));
      frozen = { by: who.id, at: now().toISOString(), reason };
      record('frozen', who, reason);
      return { kind: 'done', freeze: frozen };
    },
    async thaw(who) {
      if (!acting.may(who).approve) return refused(who, refusal('not-an-approver', POLICY.approvers));
      frozen = undefined;
      record('thawed', who, 'goes on');
      return { kind: 'done' };
    },
    async audit({ approval: id, user, node, since, limit = 50 }) {
      return journal
        .filter((one) => id === undefined || one.approval === id)
        .filter((one) => user === undefined || one.actor === user)
        .filter((one) => node === undefined || one.name === node)
        .filter((one) => since === undefined || one.at >= since)
        .toReversed()
        .slice(0, limit);
    },
    async refuse(who, code, words) {
      record('refused', who, words, { code });
    },
  };

  return {
    acting,
    /** The offer as it is by now. */
    offer: (next: Offer) => void known.set(next.id, next),
    asked,
    journal,
    approvals,
    keep,
    /** Draws after each change, as the worker does, and keeps where. */
    drawnOn(stage: () => Stage) {
      draw = (changed) => {
        void stage()
          .draw(changed)
          .then((message) => {
            const now = approvals.get(changed.id);
            if (now) approvals.set(now.id, { ...now, message });
          })
          // A test that is over has no Slack any more.
          .catch(() => undefined);
      };
    },
    /** As the worker moves it on. */
    move(id: string, event: ApprovalEvent): Approval {
      const before = approvals.get(id);
      if (!before) throw new Error(`no approval ${id}`);
      const decision = decide(before, event, now().toISOString());
      if (decision.kind === 'refused') throw new Error(decision.code);
      return keep(decision.approval);
    },
  };
}

export type FakeActing = ReturnType<typeof fakeActing>;
