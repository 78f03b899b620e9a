import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/agent-tls.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const AGENT = `Failed to connect to the agent running on node ${HEALTHY_NODE.uuid} for invoking command clean.get_clean_steps. Error: HTTPSConnectionPool(host='10.4.12.90', port=9999): Max retries exceeded with url: /v1/commands/?wait=true&agent_token=*** (Caused by `;
const ssl = (words: string) =>
  `${AGENT}SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${words} (_ssl.c:1016)')))`;
const SKEW = ssl('certificate is not yet valid');
const CLEAN = 'Failed to prepare node x for cleaning: ';

const failed = (last_error: string, node: object = {}, more: object = {}) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'clean failed',
    provision_updated_at: minutesAgo(10),
    last_error,
    ...node,
  },
  history: [],
  ...more,
});
const logs = (...lines: string[]) => [{ source: 'ironic-conductor', host: 'conductor-1', lines }];
const at = (time: string, level: string, text: string) =>
  `2026-11-22 ${time}.000 7 ${level} ironic [None req-1] ${text}`;

describe('clocks', () => {
  it('differ, by nobody knows how much', async () => {
    const finding = await onlyFinding(playbook, failed(CLEAN + SKEW));
    expect(finding).toMatchObject({
      code: 'agent-clock-skew',
      cause: 'agent-tls',
      guide: 'clock-skew',
      confidence: 'confirmed',
    });
    expect(finding.explains).toContain('clean-failed-agent-tls');
    expect(proposed(finding)).toEqual(['fix-clock']);
    expect(commandsOf(finding)).toContain(`/var/lib/ironic/certificates/${HEALTHY_NODE.uuid}.crt`);
    expect(stepsOf(finding)).toContain('ipa-ntp-server');
    expect(finding.missing.map(({ fact }) => fact)).toEqual(['logs', 'ramdisk_logs']);
  });

  it('differ by what certificate and log time tell', async () => {
    const more = {
      logs: logs(
        at('17:49:00', 'ERROR', SKEW),
        at('17:49:01', 'INFO', `node ${HEALTHY_NODE.uuid} notBefore=Nov 22 18:26:00 2026 GMT`),
      ),
      ramdisk_logs: [],
    };
    const finding = await onlyFinding(playbook, failed(CLEAN + SKEW, {}, more));
    expect(finding.code).toBe('agent-clock-skew');
    expect(finding.summary).toContain('by about 1 h 37 min');
    expect(finding.missing).toEqual([]);
  });

  it('whole hours are a time zone in the firmware', async () => {
    const part = {
      name: 'journal',
      lines: [
        'Nov 22 19:49:10 host ironic-python-agent: Generated TLS certificate for IP address 10.4.12.90 valid from 2026-11-22 18:49:10.123456+00:00 to 2027-02-20 19:49:10+00:00',
      ],
    };
    const tarball = {
      file: 'x.tar.gz',
      place: 'conductor-1',
      collected_at: null,
      instance_uuid: null,
      size: 1,
      parts: [part],
    };
    const more = { logs: logs(at('17:49:00', 'ERROR', SKEW)), ramdisk_logs: [tarball] };
    const finding = await onlyFinding(playbook, failed(CLEAN + SKEW, {}, more));
    expect(finding).toMatchObject({ code: 'agent-clock-firmware', guide: 'clock-firmware' });
    expect(finding.summary).toContain('2 h');
    expect(finding.evidence.at(-1)?.source).toBe('ramdisk_logs[x.tar.gz].journal');
  });

  it('wrong in spite of NTP is the firmware', async () => {
    const node = { driver_info: { kernel_append_params: 'nofb ipa-ntp-server=10.0.0.1' } };
    const finding = await onlyFinding(playbook, failed(CLEAN + SKEW, node));
    expect(finding.guide).toBe('clock-firmware');
    expect(finding.evidence.at(-1)?.observed).toBe('ipa-ntp-server=10.0.0.1');
  });
});

it.each([
  [ssl('self-signed certificate'), 'agent-tls-not-trusted'],
  [ssl("IP address mismatch, certificate is not valid for '10.4.12.90'"), 'agent-tls-host-name'],
  [
    `${AGENT}SSLError(SSLError(1, '[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version')))`,
    'agent-tls-version',
  ],
  [`${AGENT}SSLError(SSLError(1, '[SSL: WRONG_VERSION_NUMBER] wrong version number')))`, 'agent-tls-plain'],
  [
    'Rejecting callback_url http://10.4.12.90:9999 for node x because it does not use TLS',
    'agent-tls-required',
  ],
  ['Detected change in ramdisk provided "agent_verify_ca" value', 'agent-certificate-changed'],
  [
    "Error heartbeating to agent API: HTTPSConnectionPool(host='ironic.example', port=6385): Max retries exceeded with url: /v1/heartbeat/x (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate')))",
    'agent-tls-api',
  ],
])('%s is %s', async (text, code) => {
  const finding = await onlyFinding(playbook, failed(CLEAN + text));
  expect(finding).toMatchObject({ code, cause: 'agent-tls', guide: 'agent-tls' });
});

describe('in a log', () => {
  const waits = (more: object) => ({
    node: {
      ...HEALTHY_NODE,
      provision_state: 'wait call-back',
      power_state: 'power on',
      provision_updated_at: minutesAgo(70),
    },
    ...more,
  });
  const REJECTED = `Rejecting callback_url http://10.4.12.90:9999 for node ${HEALTHY_NODE.uuid} because it does not use TLS`;

  it('tells why a wait is in vain', async () => {
    const facts = waits({ logs: logs(at('17:20:00', 'ERROR', REJECTED)) });
    const finding = await onlyFinding(playbook, facts);
    expect(finding.code).toBe('agent-tls-required');
    expect(finding.explains).toEqual(expect.arrayContaining(['wait-callback-overdue', 'log-tls-required']));
  });

  it('tells why a time-out was reached', async () => {
    const facts = failed(
      'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node.',
      {},
      {
        logs: logs(at('17:20:00', 'ERROR', REJECTED)),
      },
    );
    const finding = await onlyFinding(playbook, facts);
    expect(finding.explains).toContain('clean-callback-timeout');
  });

  it('of another attempt tells nothing', async () => {
    const { findings } = await examine(playbook, waits({ logs: logs(at('09:20:00', 'ERROR', REJECTED)) }));
    expect(findings).toEqual([]);
  });

  it('is asked for only when the wait is late', async () => {
    const facts = waits({ unread: { logs: 'Loki is sick' } });
    const early = { ...facts, node: { ...facts.node, provision_updated_at: minutesAgo(4) } };
    expect((await examine(playbook, early)).clear).toHaveLength(1);
    expect((await examine(playbook, facts)).unknown).toMatchObject([{ reason: 'Loki is sick' }]);
  });
});

it.each([
  [
    "the BMC's certificate",
    "Redfish connection failed for node x: Unable to connect to https://bmc/redfish/v1/. Error: SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired'))",
  ],
  [
    "the image server's certificate",
    "Download of image id x failed: HEAD https://images.example/a.qcow2 SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate is not yet valid'))",
  ],
  ['a disk', 'Error erasing block device: Unable to erase block device /dev/sda: device is unsupported.'],
])('is silent about %s', async (_, text) => {
  const { findings, clear } = await examine(playbook, failed(CLEAN + text));
  expect(findings).toEqual([]);
  expect(clear).toHaveLength(1);
});
