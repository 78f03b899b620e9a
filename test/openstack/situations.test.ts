import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, patientLab } from './lab.ts';
import { type Operator, operator } from './operator.ts';

/** Situations that an operator makes in the real cloud through its API, and what the bot says of them. */
let cloud: Operator;
let lab: Lab;
beforeAll(async () => {
  cloud = await operator();
  lab = await patientLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

const MANAGEABLE = ['manageable'];

interface Situation {
  readonly fields?: Readonly<Record<string, unknown>>;
  make(name: string): Promise<unknown>;
  readonly causes: readonly string[];
  readonly code: RegExp;
}

const set = (name: string, path: string, value: unknown) =>
  cloud.ironic('PATCH', `/nodes/${name}`, [{ op: 'add', path, value }]);

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'own-retired': {
    async make(name) {
      await cloud.provision(name, 'manage', MANAGEABLE);
      await set(name, '/retired', true);
      await set(name, '/retired_reason', 'to be scrapped, ticket 4712');
    },
    causes: ['operator-maintenance'],
    code: /retired/,
  },
  'own-clean-aborted': {
    fields: { deploy_interface: 'direct', automated_clean: true },
    async make(name) {
      await cloud.provision(name, 'manage', MANAGEABLE);
      await cloud.provision(name, 'provide', ['clean wait']);
      await cloud.provision(name, 'abort', ['clean failed']);
    },
    causes: ['operator-maintenance'],
    code: /^clean-failed-operator-maintenance$/,
  },
  'own-image-gone': {
    fields: { deploy_interface: 'direct' },
    async make(name) {
      await cloud.provision(name, 'manage', MANAGEABLE);
      await cloud.provision(name, 'provide', ['available']);
      await set(name, '/instance_info', {
        image_source: 'http://127.0.0.1:8088/nobody-has-this.raw',
        image_checksum: '0123456789abcdef0123456789abcdef',
        image_disk_format: 'raw',
      });
      await cloud.provision(name, 'active', ['deploy failed']);
    },
    causes: ['image-download-checksum'],
    code: /^deploy-failed-image-download-checksum$/,
  },
  'own-inspection-aborted': {
    fields: { inspect_interface: 'inspector' },
    async make(name) {
      await cloud.provision(name, 'manage', MANAGEABLE);
      await cloud.ironic('PUT', `/nodes/${name}/states/provision`, { target: 'inspect' });
      await cloud.until(name, ['inspect wait', 'inspect failed']);
      if ((await cloud.state(name)) === 'inspect wait')
        await cloud.provision(name, 'abort', ['inspect failed']);
    },
    causes: ['operator-maintenance', 'inspection-failed'],
    code: /^inspect-failed-/,
  },
  'own-adopted': {
    async make(name) {
      await cloud.provision(name, 'manage', MANAGEABLE);
      await cloud.provision(name, 'adopt', ['active']);
      await cloud.ironic('PUT', `/nodes/${name}/states/power`, { target: 'power on' });
      await set(name, '/protected', true);
    },
    // Nobody's server is on it, and that is its owner's business.
    causes: ['healthy', 'insufficient-evidence'],
    code: /^(?:healthy-active|in-use-without-instance)$/,
  },
};

describe('a trouble that an operator makes', () => {
  test.each(Object.entries(SITUATIONS))(
    '%s',
    async (name, { fields = {}, make, causes, code }) => {
      await cloud.node(name, fields);
      await make(name);
      const report = await lab.report(name);
      expect(causes, JSON.stringify(report, null, 1)).toContain(report.verdict.cause);
      const main = report.findings.find((finding) => finding.cause === report.verdict.cause);
      expect(main?.code, JSON.stringify(report, null, 1)).toMatch(code);
    },
    180_000,
  );
});
