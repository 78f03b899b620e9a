import { setImmediate as turn } from 'node:timers/promises';
import { ServiceError } from '../core/errors.ts';
import type { FactUnread } from '../core/facts.ts';
import { createPropertyReader, createSwitchReader, type PropertyOptions } from '../core/fleet-properties.ts';
import type { FitsNothing, FleetReading, FleetReport } from '../core/fleet-report.ts';
import type { Playbook } from '../core/playbook.ts';
import { readAhead } from '../lib/read-ahead.ts';
import { scrub } from '../lib/scrub.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { NODE_FIELDS, type Node } from '../openstack/ironic/schema.ts';
import type { ReadOptions, RequestRecord } from '../openstack/wire.ts';
import { inCloudTime } from './cloud-time.ts';
import type { DiagnosisLog } from './diagnose.ts';
import { createFactBook } from './fact-book.ts';
import { createFleetFacts, type FleetFacts, isReadFor } from './fleet-facts.ts';
import { createFleetGates, type Gated } from './fleet-gates.ts';
import { fleetView, readFleetLists } from './fleet-lists.ts';
import { createFleetPeers } from './fleet-peers.ts';
import { type FleetRow, type Found, judged, type OpenRow, ownOnly } from './fleet-rows.ts';
import { type FleetRead, reportAmong, reportOn } from './fleet-summary.ts';
import { type Asked, runChecks } from './run-playbooks.ts';
import { readingOf } from './unread.ts';

export interface FleetPassOptions {
  readonly playbooks: readonly Playbook[];
  readonly clock: () => Date;
  readonly newReference: () => string;
  readonly log: DiagnosisLog;
  /** Where nodes say in which rack they stand. */
  readonly properties?: PropertyOptions | undefined;
  /** Milliseconds for the whole pass; what was read by then is reported. */
  readonly deadlineMs?: number;
}

/** A detailed page of a thousand nodes takes Ironic many seconds, whatever the cloud's time-out for one node is. */
const PAGE_MS = 60_000;
const DEADLINE_MS = 300_000;
const PAGES_AHEAD = 10;
/** So many nodes are looked at before the request for the next page, or a click of somebody, has its turn. */
const AT_ONCE = 50;

export interface FleetPass {
  /**
   * The whole fleet of a cloud, read in pages and judged by every playbook while the next page is on its way. A sick
   * service is in the reports; where not even the first page of nodes could be read, the ServiceError is thrown.
   */
  read(cloud: Cloud, signal?: AbortSignal): Promise<FleetReading>;
  /** Reads it for one report. */
  run(cloud: Cloud, words?: string, signal?: AbortSignal): Promise<FleetReport | FitsNothing>;
}

export function createFleetPass(options: FleetPassOptions): FleetPass {
  const { playbooks, clock, log, deadlineMs = DEADLINE_MS } = options;

  const pass: FleetPass = {
    run: async (cloud, words, signal) => (await pass.read(cloud, signal)).report(words),

    async read(cloud, outer) {
      const started = performance.now();
      const deadline = AbortSignal.timeout(deadlineMs);
      const signal = outer ? AbortSignal.any([deadline, outer]) : deadline;
      let requests = 0;
      let ahead = 0;
      const onRequest = ({ service, serviceTime }: RequestRecord) => {
        requests += 1;
        if (service === 'ironic' && serviceTime !== undefined) ahead = serviceTime - clock().getTime();
      };
      const read: ReadOptions = { signal, onRequest, deadlineMs: PAGE_MS };
      const began = clock();
      const reference = options.newReference();
      const pages = readAhead(cloud.ironic.fleetPages(read), PAGES_AHEAD);
      const coming = readFleetLists(cloud, read);
      // Heard below; where the first page breaks, nobody waits for it any more.
      coming.catch(() => undefined);
      const first = await pages.next();

      const { now, notes } = inCloudTime(began, ahead, []);
      const peers = createFleetPeers();
      const gates = createFleetGates(playbooks, (fact, node) => isReadFor(fact, node, now));
      const properties = createPropertyReader(options.properties);
      const rows: OpenRow[] = [];
      let gated: Gated[] = [];
      let unasked = 0;

      async function take(page: readonly Node[]): Promise<void> {
        for (const [before, node] of page.entries()) {
          if (before % AT_ONCE === 0) await turn();
          peers.add(node);
          rows.push({
            uuid: node.uuid,
            name: node.name ?? null,
            provision_state: node.provision_state || 'available',
            maintenance: node.maintenance ?? false,
            ownerless: !node.owner && !node.lessee,
            properties: properties(node),
          });
          const one = gates.of(node);
          if (one.asked.length > 0) gated.push(one);
        }
        unasked += 1;
      }

      const work: Promise<void>[] = [];
      const found = new Map<string, Found>();
      let facts: FleetFacts | undefined;
      const arrived = coming.then((lists) => {
        gates.listsAre(fleetView(lists));
        facts = createFleetFacts({ cloud, lists, peers, now, read });
        return facts;
      });
      arrived.catch(() => undefined);

      /** Starts what is worth it about the nodes that were taken. */
      async function ask(): Promise<void> {
        const source = await arrived;
        const taken = gated;
        gated = [];
        unasked = 0;
        for (const [before, one] of taken.entries()) {
          if (before % AT_ONCE === 0) await turn();
          const asked = gates.decided(one);
          if (asked.length > 0) work.push(judge(scrub(ownFields(one.node)), asked, source));
        }
      }

      const run = {
        signal,
        lateReason: 'the pass over the fleet took too long',
        onBug: (check: string, err: unknown) => log.error({ reference, check, err }, 'a check broke'),
      };
      async function judge(node: Node, asked: readonly Asked[], source: FleetFacts): Promise<void> {
        const { uuid, name, instance_uuid } = node;
        const subject = {
          kind: 'node',
          cloud: cloud.name,
          name: name ?? uuid,
          node_uuid: uuid,
          ...(instance_uuid ? { instance_uuid } : {}),
          aspects: ['node'],
        } as const;
        const book = createFactBook(source.of(node), { subject, now, clock, scrubbed: true });
        found.set(uuid, judged(node, await runChecks(asked, book, run)));
      }

      let broken: FactUnread | undefined;
      try {
        for (let page = first; !page.done; page = await pages.next()) {
          await take(page.value);
          if (facts || unasked >= PAGES_AHEAD) await ask();
        }
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        broken = await readingOf('nodes', () => Promise.reject<never>(error)).catch((why: FactUnread) => why);
      }
      await ask();
      const lists = await coming;
      peers.end(broken ?? ownOnly(rows, lists.conductors));
      await Promise.all(work);

      const switchOf = createSwitchReader();
      const told = rows.map((row): FleetRow => {
        row.properties.switch = switchOf(lists.portsOf.get(row.uuid) ?? []);
        const seen = found.get(row.uuid);
        return seen ? { ...row, found: seen, cause: seen.trouble?.cause } : row;
      });
      const cost = { requests, ms: Math.round(performance.now() - started) };
      const head = { cloud: cloud.name, at: now.toISOString(), reference, cost };
      const whole: FleetRead = { rows: told, lists, broken, notes };
      log.info({ reference, cloud: cloud.name, nodes: rows.length, requests }, 'fleet read');
      return {
        report: (words) => reportOn(whole, words, head),
        among: (uuids) => reportAmong(whole, uuids, head),
      };
    },
  };
  return pass;
}

/** What a node is when it is read by itself. */
function ownFields(node: Node): Node {
  return Object.fromEntries(NODE_FIELDS.map((field) => [field, node[field]])) as Node;
}
