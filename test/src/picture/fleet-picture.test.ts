import { loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/core/cause.ts';
import type { FleetPoint } from '../../../src/core/fleet-point.ts';
import type { FleetReport } from '../../../src/core/fleet-report.ts';
import { drawFleet } from '../../../src/picture/fleet-picture.ts';
import { groupOf, nodeOf, reportWith } from '../../support/fleet.ts';

const report = reportWith([
  groupOf('ipmi-unreachable', 3, { kind: 'bmc_subnet', value: '10.4.12.0/24' }),
  groupOf('bmc-credentials', 2),
  groupOf('operator-maintenance', 1),
]);
const point = (hour: number, causes: FleetPoint['causes']): FleetPoint => ({
  cloud: 'prod',
  at: new Date(Date.UTC(2026, 10, 22, hour)).toISOString(),
  total: 40,
  states: [],
  causes,
  nodes: [],
});

async function sizeOf(file: { readonly content: string | Uint8Array }) {
  if (typeof file.content === 'string') throw new Error('a picture is bytes');
  const { width, height } = await loadImage(Buffer.from(file.content));
  return { width, height };
}

describe('without a past', () => {
  test('who is in trouble now is drawn, and told in the same words', async () => {
    const file = await drawFleet(report, []);
    expect(await sizeOf(file)).toEqual({ width: 1600, height: 1280 });
    expect(file).toMatchObject({
      filename: 'prod-fleet-20261122T180000Z.png',
      title: 'prod: 5 of 40 nodes in trouble',
      alt: 'Bars. prod: 5 of 40 nodes in trouble: 3 the BMC does not answer over IPMI, all in BMC subnet 10.4.12.0/24; 2 the BMC refuses user or password.',
    });
  });

  test('a part of a fleet says which, whatever is known of the past', async () => {
    const filter = { words: 'ipmi', meant: 'nodes with driver ipmi' };
    const points = [1, 2, 3].map((hour) => point(hour, []));
    const file = await drawFleet({ ...report, filter, shown: 9 }, points);
    expect(file.alt).toMatch(/^Bars\. prod: 5 of 9 nodes \(nodes with driver ipmi\) in trouble: 3/);
  });

  test('a fleet in which all is well is a picture as well', async () => {
    const file = await drawFleet(reportWith([]), []);
    expect(await sizeOf(file)).toEqual({ width: 1600, height: 1280 });
    expect(file.alt).toBe('prod: 0 of 40 nodes in trouble.');
  });
});

describe('with a past', () => {
  test('each cause is told from where to where it went', async () => {
    const file = await drawFleet(report, [
      point(1, [['ipmi-unreachable', 1]]),
      point(2, [['ipmi-unreachable', 9]]),
      point(3, [
        ['ipmi-unreachable', 3],
        ['bmc-credentials', 2],
      ]),
    ]);
    expect(await sizeOf(file)).toEqual({ width: 1600, height: 1280 });
    expect(file.alt).toBe(
      'Lines. prod: 5 of 40 nodes in trouble. By cause, since 22 Nov 2026, 01:00 UTC: the BMC does not answer over IPMI from 1 to 3, at most 9; the BMC refuses user or password from 0 to 2.',
    );
  });

  test('the causes that nobody could tell apart any more are left out, and said to be', async () => {
    const causes: Cause[] = [
      'ipmi-unreachable',
      'bmc-credentials',
      'node-locked',
      'agent-tls',
      'agent-comm',
      'conductor-oom',
      'lacp-ipxe',
    ];
    const all = causes.map((cause, place) => [cause, 9 - place] as const);
    const file = await drawFleet(
      report,
      [1, 2, 3].map((hour) => point(hour, all)),
    );
    expect(file.alt).toContain('The 6 most frequent of 7 causes');
    expect(file.alt).not.toContain('link aggregation');
  });
});

test('hostile names neither break the picture nor its words', async () => {
  const hostile = { kind: 'switch', value: '\u202eevil\n<!channel> 🦊'.padEnd(600, 'x') } as const;
  const wild: FleetReport = {
    ...reportWith([groupOf('ipmi-unreachable', 2, hostile)]),
    cloud: '../../prod\u0000 cloud',
    nodes: [nodeOf('ipmi-unreachable', 0)],
  };
  const file = await drawFleet(wild, []);
  expect(await sizeOf(file)).toEqual({ width: 1600, height: 1280 });
  expect(file.filename).toBe('.._.._prod_cloud-fleet-20261122T180000Z.png');
  expect(file.alt?.length).toBeLessThanOrEqual(1000);
  expect(file.alt).not.toMatch(/[\u202e\n\u0000]/);
});
