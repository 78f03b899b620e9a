import { describe, expect, it } from 'vitest';
import { AlertsSchema } from '../../../src/core/alert-config.ts';
import { type Understood, understand } from '../../../src/core/alert-subjects.ts';
import { createFleetIndex } from '../../../src/core/fleet-index.ts';
import { ownPatterns } from '../../../src/core/own-patterns.ts';
import { FLEET, host, nodeEntry, posted, reader, said, U17 } from '../../support/alerts.ts';

const index = createFleetIndex([...FLEET, nodeEntry('apollo', 'a'.repeat(8)), host('conductor', 'ctl-9')]);

function answer(event: unknown, patterns: Record<string, unknown> = {}, people = false): Understood {
  const read = reader.readEvent(event);
  if (read?.kind !== 'posted') throw new Error('not read');
  const config = AlertsSchema.parse({ channels: ['C02'], patterns });
  return understand(read.reading, { index, patterns: ownPatterns(config.patterns), people });
}
const firing = (title: string, text = '') =>
  posted({ username: 'Alertmanager', attachments: [{ title: `[FIRING:1] ${title}`, text }] });
const brief = (understood: Understood) =>
  understood.kind === 'silent'
    ? understood.why
    : understood.alerts.map(
        (one) => `${one.symptom?.id ?? '-'}: ${one.subjects.map(({ name }) => name).join()}`,
      );

describe('an alert that names no node but a symptom', () => {
  it.each([
    ['OpenstackIronicConductorUp (critical)', 'conductor-down: '],
    ['IronicConductorDown (ctl-9 critical)', 'conductor-down: ctl-9'],
    ['IronicConductorMemoryHigh', 'conductor-error: '],
    ['NoValidHostFound (critical)', 'no-valid-host: '],
    ['ServerPoolLowResourceAvailability (warning)', 'supply-low: '],
    ['OpenstackIronicApiDown', 'api-down: '],
    ['OpenstackIronicUnmatchedNodes', 'no-owner: '],
    ['NovaComputeDown (compute-ironic-02 critical)', 'compute-down: compute-ironic-02'],
    ['NeutronAgentDown', 'network-agent-down: '],
    ['OpenstackIronicNodeInErrorState', 'node-error: '],
    ['OpenstackIronicNodeInDeployFailedState', 'deploy-failed: '],
    ['OpenstackIronicNodeInCleanFailedState', 'clean-failed: '],
    ['IronicCleanFailedServer', 'clean-failed: '],
    ['MetalIronicSensorCritical', 'hardware-health: '],
    ['MetalIronicMemUncorrectable', 'hardware-health: '],
    ['MetalIronicIPMIDownWarning', 'bmc-unreachable: '],
    ['metal3_credentials_invalid_total', 'bmc-credentials: '],
    ['metal3_host_error_total', 'node-error: '],
    ['metal3_operation_provision_duration_seconds', 'node-stuck: '],
  ])('%s gets the matching subject', (title, wanted) =>
    expect(brief(answer(firing(title)))).toEqual([wanted]),
  );

  it.each([
    ['Problem: ironic-conductor on c2 is not alive', 'conductor-down: '],
    ['Problem: No valid host was found for 3 instances', 'no-valid-host: '],
    ['Problem: nova-compute is down', 'compute-down: '],
  ])('%s is known by its words', (title, wanted) => {
    const event = posted({ username: 'Zabbix', attachments: [{ title, fields: [] }] });
    expect(brief(answer(event))).toEqual([wanted]);
  });

  it.each([
    ['baremetal.node.provision_set.error', ['node-error: bm-rack3-u17']],
    ['baremetal.node.power_state_corrected.success', ['power-sync: bm-rack3-u17']],
    ['baremetal.node.provision_set.start', 'no-trouble'],
  ])('the notification %s is known', (type, wanted) => {
    expect(
      brief(answer(posted({ text: `${type.includes('start') ? 'info' : 'error'}: ${type} of ${U17}` }))),
    ).toEqual(wanted);
  });

  it('is nobody’s where others word it the same, unless something of ours is named', () => {
    expect(brief(answer(firing('IpmiDown (storage-7)')))).toBe('nothing-of-ours');
    expect(brief(answer(firing('IpmiDown (bm-rack3-u17)')))).toEqual(['bmc-unreachable: bm-rack3-u17']);
  });
});

describe('a host that figures came from', () => {
  it('is the subject where nothing else is named', () => {
    expect(brief(answer(firing('InstanceDown (bm-rack3-u17:9100)')))).toEqual(['-: bm-rack3-u17']);
  });
  it('is not, beside a node that is named outright', () => {
    expect(brief(answer(firing('IronicNodeDown (ctl-9:9608 bm-rack3-u17)')))).toEqual([
      'node-error: bm-rack3-u17',
    ]);
  });
  it('is not, where the alert is about another kind of thing, or about all conductors', () => {
    expect(brief(answer(firing('IronicNodeDown (ctl-9:9608)')))).toEqual(['node-error: ']);
    expect(brief(answer(firing('IronicConductorDown (ctl-9:9608)')))).toEqual(['conductor-down: ']);
  });
});

describe('what is not certain', () => {
  it('is asked about where the alert is about nodes and names none', () => {
    const understood = answer(firing('IronicNodeDown', 'cleaning of `apollo` failed'));
    expect(understood).toMatchObject({ alerts: [{ subjects: [], asked: [{ as: 'apollo', word: true }] }] });
    const named = answer(firing('IronicNodeDown', 'cleaning of `apollo` on bm-rack3-u17 failed'));
    expect(named).toMatchObject({ alerts: [{ subjects: [{ name: 'bm-rack3-u17' }], asked: [] }] });
  });
  it('is told where a label names a node that the index does not know yet', () => {
    const understood = answer(firing('IronicNodeDown', ' • *node:* `bm-new-1`'));
    expect(understood).toMatchObject({ alerts: [{ unseen: [{ kind: 'node', as: 'bm-new-1' }] }] });
    expect(brief(answer(firing('KubeNodeDown', ' • *node:* `bm-new-1`')))).toBe('nothing-of-ours');
  });
});

describe('what no alert is', () => {
  it('is left alone though it names a node', () => {
    expect(brief(answer(posted({ text: 'bm-rack3-u17 was deployed' })))).toBe('no-trouble');
    expect(brief(answer(posted({ text: 'bm-rack3-u17 failed to deploy' })))).toEqual(['-: bm-rack3-u17']);
    expect(brief(answer(said('bm-rack3-u17 failed to deploy')))).toBe('a-person');
    expect(brief(answer(said('bm-rack3-u17 failed to deploy'), {}, true))).toEqual(['-: bm-rack3-u17']);
  });
});

describe('patterns of the config', () => {
  const patterns = {
    'bmc-lost': String.raw`BMC of (?<node>[\w.-]+) went quiet`,
    'rack-power': { match: 'rack feed [AB] lost', about: 'fleet', status: 'firing' },
    'conductor-slow': String.raw`conductor (?<conductor>\S+) lags`,
  };
  it('teach new alerts, and words that are names', () => {
    expect(brief(answer(posted({ text: 'ALERT BMC of apollo went quiet' }), patterns))).toEqual([
      'bmc-lost: apollo',
    ]);
    expect(brief(answer(posted({ text: 'note: rack feed B lost' }), patterns))).toEqual(['rack-power: ']);
    expect(answer(posted({ text: 'alert: conductor ctl-9 lags' }), patterns)).toMatchObject({
      alerts: [{ symptom: { id: 'conductor-slow', about: 'conductor' }, subjects: [{ name: 'ctl-9' }] }],
    });
  });
  it('win over the vocabulary', () => {
    const own = { mine: 'IronicNodeDown' };
    expect(brief(answer(firing('IronicNodeDown (bm-rack3-u17)'), own))).toEqual(['mine: bm-rack3-u17']);
  });
});
