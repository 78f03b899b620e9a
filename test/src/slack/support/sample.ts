import type { Finding } from '../../../../src/core/finding.ts';
import { propose } from '../../../../src/core/remediation.ts';
import type { Report } from '../../../../src/core/report.ts';

const AT = '2026-11-22T03:14:07+00:00';

export const finding: Finding = {
  playbook: 'stuck-in-wait',
  check: 'no-heartbeat',
  code: 'clean-callback-timeout',
  cause: 'wait-callback-timeout',
  summary: 'stuck in `clean wait` for 3 h 12 min: the ramdisk never called back',
  severity: 'critical',
  guide: 'wait-state',
  confidence: 'likely',
  evidence: [
    {
      bearing: 'supports',
      source: 'node.driver_internal_info.agent_last_heartbeat',
      observed: 'no agent heartbeat since cleaning began',
      at: AT,
    },
    { bearing: 'supports', source: 'node.power_state', observed: 'power on', at: AT },
    {
      bearing: 'supports',
      source: 'node.last_error',
      observed: 'Timeout reached while cleaning the node. Please check if the ramdisk is running.',
      at: AT,
    },
  ],
  missing: [{ fact: 'logs', reason: 'no log source is configured' }],
  proposals: [propose('abort', { node: 'n' }), propose('power-cycle', { node: 'n' })],
  steps: [
    { text: 'Look at the console of the node', command: 'baremetal node console show node-17' },
    { text: 'Check the switch port: PortFast and the VLAN of the cleaning network' },
  ],
};

export const report: Report = {
  subject: {
    kind: 'node',
    cloud: 'prod',
    name: 'node-17',
    node_uuid: '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11',
    aspects: ['node'],
  },
  verdict: { cause: 'wait-callback-timeout', confidence: 'likely', summary: finding.summary },
  findings: [finding],
  clear: [
    { check: 'power/fault', asks: 'Is the power state in sync?' },
    { check: 'locked/held', asks: 'Does another task hold the lock?' },
  ],
  unknown: [
    {
      check: 'stuck/log',
      asks: 'What does the conductor log say?',
      reason: 'no log source is configured',
      kind: 'not-read',
      fact: 'logs',
    },
  ],
  node: {
    uuid: '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11',
    name: 'node-17',
    provision_state: 'clean wait',
    power_state: 'power on',
    maintenance: false,
    instance_uuid: null,
    reservation: null,
    provision_updated_at: '2026-11-22T00:02:01+00:00',
  },
  notes: [],
  cost: { requests: 9, ms: 310 },
  at: '2026-11-22T03:14:09.000Z',
  reference: 'a1b2c3d4',
};

export const healthy: Report = {
  ...report,
  subject: { ...report.subject, name: 'node-03' },
  verdict: {
    cause: 'healthy',
    confidence: 'confirmed',
    summary: 'healthy: `available`, powered off, nothing reserved',
  },
  findings: [
    {
      ...finding,
      code: 'healthy',
      cause: 'healthy',
      severity: 'info',
      summary: 'healthy: `available`, powered off, nothing reserved',
      evidence: [{ bearing: 'proves', source: 'node.provision_state', observed: 'available', at: AT }],
      missing: [],
      proposals: [],
      steps: [],
      guide: 'states',
    },
  ],
  unknown: [],
  node: report.node ? { ...report.node, name: 'node-03', provision_state: 'available' } : null,
};
