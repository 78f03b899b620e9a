import { setImmediate as turn } from 'node:timers/promises';
import { ServiceError } from '../core/errors.ts';
import type { FactUnread } from '../core/facts.ts';
import { createPropertyReader, createSwitchReader, type PropertyOptions } from '../core/fleet-properties.ts';
import type { FitsNothing, FleetReading, FleetReport } from '../core/fleet-report.ts';
import type { Playbook } from '../core/playbook.ts';
import { readAhead } from '../lib/read-ahead.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { ReadOptions, RequestRecord } from '../openstack/wire.ts';
import { inCloudTime } from './cloud-time.ts';
import type { DiagnosisLog } from './diagnose.ts';
import { createFleetFacts } from './fleet-facts.ts';
import { createFleetJudge } from './fleet-judge.ts';
import { readFleetLists } from './fleet-lists.ts';
import { createFleetPeers } from './fleet-peers.ts';
import { type FleetRow, type OpenRow, ownOnly } from './fleet-rows.ts';
import { type FleetRead, reportAmong, reportOn } from './fleet-summary.ts';
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
      const first = await pages.next();

      const { now, notes } = inCloudTime(began, ahead, []);
      const peers = createFleetPeers();
      const judge = createFleetJudge({
        cloud: cloud.name,
        playbooks,
        lists: coming,
        facts: createFleetFacts({ cloud, lists: coming, peers, now, read }),
        now,
        clock,
        run: {
          signal,
          lateReason: 'the pass over the fleet took too long',
          onBug: (check, err) => log.error({ reference, check, err }, 'a check broke'),
        },
      });
      const properties = createPropertyReader(options.properties);
      const rows: OpenRow[] = [];

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
          judge.take(node);
        }
        await judge.goOn();
      }

      let broken: FactUnread | undefined;
      try {
        for (let page = first; !page.done; page = await pages.next()) await take(page.value);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        broken = await readingOf('nodes', () => Promise.reject<never>(error)).catch((why: FactUnread) => why);
      }
      await judge.end();
      const lists = await coming.whole;
      peers.end(broken ?? ownOnly(rows, lists.conductors));
      const found = await judge.found();

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
