import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FactName, UnreadKind } from '../../src/core/facts.ts';
import { FactUnread } from '../../src/core/facts.ts';
import type { Playbook } from '../../src/core/playbook.ts';
import { isByApi, type Proposal } from '../../src/core/remediation.ts';
import type { Remediation } from '../../src/core/remediation-unit.ts';
import { createFactBook, type FactBook } from '../../src/diagnosis/fact-book.ts';
import { type Outcomes, runPlaybooks } from '../../src/diagnosis/run-playbooks.ts';
import { openSnapshot } from '../../src/diagnosis/snapshot.ts';
import { discover } from '../../src/lib/discover.ts';

/** Facts as a snapshot file has them, wire form, any subset; `unread` says what failed and why. */
export type FactsInMemory = {
  readonly [K in FactName]?: unknown;
} & {
  readonly now?: string;
  readonly unread?: {
    readonly [K in FactName]?: string | { readonly kind: UnreadKind; readonly reason: string };
  };
};

/** The moment at which all judgement in unit tests happens, unless a test says otherwise. */
export const NOW = '2026-11-22T18:00:00+00:00';

/** ISO time so many minutes before `now`. */
export function minutesAgo(minutes: number, now: string = NOW): string {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString();
}

/** A node that nothing is wrong with; a test states only what matters to it. */
export const HEALTHY_NODE = {
  uuid: '11111111-1111-4111-8111-111111111111',
  name: 'node-17',
  driver: 'ipmi',
  provision_state: 'available',
  target_provision_state: null,
  power_state: 'power off',
  target_power_state: null,
  maintenance: false,
  maintenance_reason: null,
  fault: null,
  last_error: null,
  reservation: null,
  conductor: 'conductor-1',
  conductor_group: '',
  instance_uuid: null,
  resource_class: 'baremetal',
  provision_updated_at: minutesAgo(600),
  updated_at: minutesAgo(600),
  created_at: minutesAgo(60_000),
  power_interface: 'ipmitool',
  management_interface: 'ipmitool',
  network_interface: 'neutron',
  driver_info: { ipmi_address: '10.4.12.17', ipmi_username: 'admin', ipmi_password: '******' },
  driver_internal_info: {},
  instance_info: {},
  properties: { cpu_arch: 'x86_64' },
  traits: [],
  protected: false,
  retired: false,
} as const;

/** How an administrator is shown a network; without `provider:` fields somebody else's ports are not shown either. */
export const ADMINS_NETWORK = { id: 'net', name: 'provisioning', 'provider:network_type': 'vlan' } as const;

/** A book over facts in memory, through the same reader as a replayed snapshot. */
export function factBook(facts: FactsInMemory): FactBook {
  const { unread = {}, ...values } = facts;
  const said = Object.fromEntries(
    Object.entries(unread).map(([name, why]) => [
      name,
      typeof why === 'string' ? { kind: 'failed', reason: why } : why,
    ]),
  );
  const opened = openSnapshot({ now: NOW, ...values, unread: said }, () => new Date(NOW));
  return createFactBook(opened.reader, { subject: opened.subject, now: opened.now, clock: () => opened.now });
}

/** Runs one playbook (or several) on facts in memory. A check that throws a bug fails the test. */
export async function examine(
  playbooks: Playbook | readonly Playbook[],
  facts: FactsInMemory,
): Promise<Outcomes> {
  const list = Array.isArray(playbooks) ? playbooks : [playbooks as Playbook];
  const book = factBook(facts);
  const outcomes = await runPlaybooks(list, book, {
    signal: new AbortController().signal,
    lateReason: 'no answer in time',
    onBug: (check, error) => {
      throw new Error(`${check} broke`, { cause: error });
    },
  });
  holdToTheirWord(list, outcomes, [...book.readings().keys(), ...book.waiting()], await remediations());
  return outcomes;
}

/** What a playbook declares for docs/playbooks.md is what it does. */
function holdToTheirWord(
  playbooks: readonly Playbook[],
  { findings }: Outcomes,
  asked: readonly FactName[],
  units: readonly Remediation[],
): void {
  for (const { id, causes, guide, covers, remedies, reads } of playbooks) {
    const wrong = findings
      .filter((finding) => finding.playbook === id)
      .flatMap((finding) => [
        ...(causes && !causes.includes(finding.cause) ? [`causes lacks ${finding.cause}`] : []),
        ...(covers && finding.guide !== guide && !covers.includes(finding.guide)
          ? [`covers lacks ${finding.guide}`]
          : []),
        ...(remedies ? (finding.proposals ?? []) : []).flatMap((proposal) =>
          remedies?.includes(proposal.id) ? [] : [`remedies lacks ${proposal.id}`],
        ),
        ...(finding.proposals ?? []).flatMap((proposal) => incomplete(proposal, units)),
      ]);
    if (wrong.length > 0) throw new Error(`playbooks/${id}.ts: ${[...new Set(wrong)].join(', ')}`);
    if (playbooks.length > 1 || !reads) continue;
    const unsaid = asked.filter((name) => !reads.includes(name));
    if (unsaid.length > 0) throw new Error(`playbooks/${id}.ts: reads lacks ${unsaid.join(', ')}`);
  }
}

let loaded: Promise<readonly Remediation[]> | undefined;
const remediations = () => {
  loaded ??= discover(join(import.meta.dirname, '../../src/remediations'), 'remediation', () => undefined);
  return loaded;
};

/** A remedy of the API that lacks a parameter, or has another's, can never become a button. */
function incomplete({ id, params }: Proposal, units: readonly Remediation[]): readonly string[] {
  if (!isByApi(id) || id === 'none') return [];
  const shape = units.find((unit) => unit.id === id)?.params;
  const wanted = shape instanceof z.ZodObject ? Object.keys(shape.shape).sort() : [];
  const given = Object.keys(params).filter((key) => params[key] !== '');
  return wanted.join() === given.sort().join()
    ? []
    : [`${id} takes ${wanted.join(', ')} and is given ${given.join(', ')}`];
}

/** The body of a recorded answer, e.g. `recorded('ironic/node-clean-failed')`. */
export function recorded(path: string): unknown {
  const json: unknown = JSON.parse(
    readFileSync(new URL(`../fixtures/${path}.json`, import.meta.url), 'utf8'),
  );
  return json !== null && typeof json === 'object' && 'body' in json ? json.body : json;
}

export { FactUnread };
