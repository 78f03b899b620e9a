import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { composeDiagnosis } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import { reportToJson } from '../src/core/report-json.ts';
import { createLog } from '../src/log.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../src/sandbox/cloud/server.ts';
import { drawReport } from '../src/terminal-report.ts';
import { startLocalBot } from './support/bot.ts';

/** Every secret of the cloud below carries this, so that one search finds whatever leaks. */
const MARK = 'Sw0rdf1shMARK';

/** The forms in which error texts of Ironic, its agent, BMC libraries and web servers are known to carry secrets. */
const LEAKS = [
  `Command: ipmitool -I lanplus -H 10.4.12.17 -U admin -P ${MARK}1 -v power status`,
  `HTTPSConnectionPool(host='10.4.1.9', port=9999): Max retries exceeded with url: /v1/commands/?wait=true&agent_token=${MARK}2`,
  `GET https://swift/v1/AUTH_x/glance/img?temp_url_sig=${MARK}3&temp_url_expires=${MARK}4 returned 401`,
  `cannot reach https://root:${MARK}5@10.4.12.17/redfish/v1`,
  `driver_info: {'redfish_password': '${MARK}6', 'redfish_username': 'root'}`,
  `X-Auth-Token: ${MARK}7`,
  `Authorization: Bearer ${MARK}8.0a1b2c`,
  `{"auth": {"password": "${MARK}9"}}`,
  `-----BEGIN PRIVATE KEY-----\n${MARK}10\n-----END PRIVATE KEY-----`,
].join('\n');

function plantSecrets(cloud: SimulatedCloud): void {
  const { state } = cloud;
  for (const node of state.nodes) {
    Object.assign(node, {
      last_error: node.last_error ? `${node.last_error} ${LEAKS}` : node.last_error,
      maintenance_reason: node.maintenance_reason
        ? `${node.maintenance_reason} ${LEAKS}`
        : node.maintenance_reason,
      extra: { ...node.extra, bmc_password: `${MARK}11`, note: LEAKS },
      driver_info: { ...node.driver_info, ipmi_password: `${MARK}12`, snmp_community: `${MARK}13` },
      driver_internal_info: {
        ...node.driver_internal_info,
        agent_secret_token: `${MARK}14`,
        novnc_secret_token: `${MARK}15`,
      },
      instance_info: {
        ...node.instance_info,
        configdrive: `${MARK}16`,
        image_url: `https://swift/img?temp_url_sig=${MARK}17&temp_url_expires=1`,
      },
    });
  }
  for (const event of state.history) event.event = `${event.event} ${LEAKS}`;
  for (const server of state.servers) {
    const fault = (server as { fault?: { message: string; details?: string } | null }).fault;
    if (fault) Object.assign(fault, { message: `${fault.message} ${LEAKS}`, details: LEAKS });
  }
}

const subjects = (cloud: SimulatedCloud) => cloud.scenarios.map((scenario) => scenario.expect.subject);

test('no secret of the cloud reaches a report, a snapshot, a terminal or a log at any level', async () => {
  const cloud = await startSimulatedCloud();
  plantSecrets(cloud);
  const lines: string[] = [];
  const engine = await composeDiagnosis(loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' }), {
    log: createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    clock: () => new Date(),
    newReference: () => 'ref',
  });
  const said: string[] = [];
  for (const subject of subjects(cloud)) {
    const diagnosed = await engine.diagnosis.diagnose(subject, 'demo');
    if (diagnosed.kind !== 'report') throw new Error(`${subject} did not resolve`);
    const { report } = diagnosed;
    said.push(JSON.stringify(reportToJson(report)), drawReport(report), JSON.stringify(diagnosed.snapshot()));
  }
  said.push(JSON.stringify((await engine.diagnosis.replay({ message: LEAKS })).report));
  said.push(JSON.stringify((await engine.diagnosis.replay({ message: LEAKS })).snapshot()));
  engine.close();
  await cloud.close();
  expect(said.join('\n')).toContain('***');
  expect(leaksIn([...said, ...lines])).toEqual([]);
});

test('no secret reaches Slack, nor the log of the bot that talks to it', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  await using local = await startLocalBot({ log });
  plantSecrets(local.cloud);
  for (const subject of subjects(local.cloud).slice(0, 6)) await local.ask(`why ${subject}`);
  await local.ask(`explain ${LEAKS.replaceAll('\n', ' ')}`);
  const sent = local.slack.apiCalls
    .filter((call) => call.method !== 'slash')
    .map((call) => JSON.stringify(call));
  expect(sent.length).toBeGreaterThan(10);
  expect(leaksIn([...sent, ...lines])).toEqual([]);
});

test('a service that echoes secrets in its error does not get them repeated', async () => {
  const cloud = await startSimulatedCloud();
  const lines: string[] = [];
  const engine = await composeDiagnosis(loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' }), {
    log: createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    clock: () => new Date(),
    newReference: () => 'ref',
  });
  cloud.faults.status('placement', 500, { errors: [{ status: 500, title: 'x', detail: LEAKS }] });
  cloud.faults.status('ironic', 500, { error_message: JSON.stringify({ faultstring: LEAKS }) });
  const [subject = ''] = subjects(cloud);
  const diagnosed = await engine.diagnosis.diagnose(subject, 'demo');
  engine.close();
  await cloud.close();
  expect(JSON.stringify(diagnosed)).toContain('HTTP 500');
  expect(leaksIn([JSON.stringify(diagnosed), inspect(diagnosed, { depth: 20 }), ...lines])).toEqual([]);
});

test('the password that Keystone refuses is not in what is said about it', async () => {
  const cloud = await startSimulatedCloud();
  const env = { ...cloud.env, OS_CLOUD_NAME: 'demo', OS_PASSWORD: `${MARK}20` };
  const lines: string[] = [];
  const config = loadConfig(env);
  const engine = await composeDiagnosis(config, {
    log: createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    clock: () => new Date(),
    newReference: () => 'ref',
  });
  const diagnosed = await engine.diagnosis.diagnose('any', 'demo');
  engine.close();
  await cloud.close();
  expect(JSON.stringify(diagnosed)).toContain('Keystone');
  const cloudConfig = config.clouds.get('demo');
  expect(
    leaksIn([
      JSON.stringify(diagnosed),
      inspect(cloudConfig, { depth: 20, showHidden: true }),
      JSON.stringify(cloudConfig),
      ...lines,
    ]),
  ).toEqual([]);
});

/** Where a mark shows, with what stands around it. */
function leaksIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(new RegExp(MARK, 'g'))].map(({ index }) =>
      text.slice(Math.max(0, index - 80), index + 20),
    ),
  );
}
