import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeDiagnosis, type Engine } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import type { FleetReport } from '../src/core/fleet-report.ts';
import { LEFT_OUT } from '../src/diagnosis/fleet-facts.ts';
import { createFleetPass } from '../src/diagnosis/fleet-pass.ts';
import { createLog } from '../src/log.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../src/sandbox/cloud/server.ts';

/** A pass and `why` share every playbook: this is what holds them to it. */
let cloud: SimulatedCloud;
let engine: Engine;
let report: FleetReport;
const bugs: unknown[] = [];

beforeAll(async () => {
  cloud = await startSimulatedCloud();
  const log = createLog({
    level: 'error',
    destination: { write: (line) => void bugs.push(JSON.parse(line)) },
  });
  const options = { log, clock: () => new Date(), newReference: () => 'ref' };
  engine = await composeDiagnosis(loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' }), options);
  const pass = createFleetPass({ ...options, playbooks: engine.playbooks });
  const told = await pass.run(engine.cloud('demo'));
  if ('kind' in told) throw new Error('a pass without a filter fits every node');
  report = told;
});
afterAll(async () => {
  engine.close();
  await cloud.close();
});

/** What a pass reads of no node, or of none that looks well by its own words. */
const BEYOND: ReadonlySet<string> = new Set([...LEFT_OUT, 'neutron_ports', 'resource_provider']);

test('of every node a pass says what is said of it alone, except for what only a read of its own tells', async () => {
  const said = new Map(report.nodes.map(({ uuid, cause, summary }) => [uuid, { cause, summary }]));
  const differs: string[] = [];
  const unseen: string[] = [];
  for (const { uuid, name } of cloud.state.nodes) {
    const diagnosed = await engine.diagnosis.diagnose(uuid, 'demo');
    if (diagnosed.kind !== 'report') throw new Error(`${name} is not found`);
    const { verdict, findings } = diagnosed.report;
    const passed = said.get(uuid);
    if ((passed?.cause ?? 'healthy') === verdict.cause) continue;
    const main = findings.find(({ summary }) => summary === verdict.summary);
    const facts = main?.evidence.map(({ source }) => /^[a-z_]+/.exec(source)?.[0] ?? source) ?? [];
    if (passed || !facts.some((fact) => BEYOND.has(fact))) {
      differs.push(`${name}: alone ${verdict.cause}, in a pass ${passed?.cause ?? 'nothing'}`);
    } else unseen.push(main?.code ?? '');
  }
  expect(differs).toEqual([]);
  // Each of them asks for a validation, a history, an instance, an allocation or a provider of one node.
  expect(unseen.toSorted()).toEqual([
    'instance-gone',
    'interface-not-enabled',
    'mac-in-use-orphan',
    'nvh-placement-stale-provider',
    'nvh-placement-stale-provider',
    'nvh-placement-stale-provider',
    'power-action-failed',
    'power-differs-from-nova',
    'tenant-port-binding-failed',
    'tenant-port-binding-failed',
    'tenant-vif-left-gone',
    'validation-broke',
  ]);
  expect(bugs).toEqual([]);
}, 300_000);

test('what is in trouble stands in exactly one group', () => {
  const grouped = report.groups.flatMap(({ nodes }) => nodes);
  expect(grouped.toSorted()).toEqual(report.nodes.map(({ uuid }) => uuid).toSorted());
  expect(report.total).toBe(cloud.state.nodes.length);
});
