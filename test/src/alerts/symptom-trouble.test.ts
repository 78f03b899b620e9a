import { expect, it } from 'vitest';
import { shownBy } from '../../../src/alerts/symptom-trouble.ts';
import { SYMPTOMS } from '../../../src/core/alert-vocabulary.ts';
import type { TroubledNode } from '../../../src/core/fleet-report.ts';

const node = (provision_state: string, cause = 'insufficient-evidence') =>
  ({ uuid: `${provision_state} ${cause}`, provision_state, cause }) as TroubledNode;
const NODES = [
  node('clean failed', 'clean-step-failed'),
  node('deploy failed'),
  node('inspect failed'),
  node('error'),
  node('clean wait', 'wait-callback-timeout'),
  node('deploying', 'stuck-ing-state'),
  node('enroll', 'bmc-credentials'),
  node('manageable', 'ipmi-unreachable'),
  node('active', 'power-sync-failure'),
  node('available', 'nvh-resource-class'),
  node('available', 'nvh-compute-service'),
  node('manageable', 'operator-maintenance'),
];
const at = (symptom: string) => shownBy(symptom, NODES).map((one) => NODES.indexOf(one));

it.each([
  ['clean-failed', [0]],
  ['deploy-failed', [1]],
  ['inspect-failed', [2]],
  ['node-error', [0, 1, 2, 3]],
  ['node-stuck', [4, 5]],
  ['bmc-credentials', [6]],
  ['bmc-unreachable', [7, 8]],
  ['power-sync', [8]],
  ['no-valid-host', [9, 10]],
  ['compute-down', [10]],
  ['node-maintenance', [11]],
  ['conductor-down', [5]],
  ['api-down', []],
  ['a-pattern-of-the-config', []],
])('%s is shown by what is so', (symptom, expected) => {
  expect(at(symptom)).toEqual(expected);
});

it('knows what alerts of nodes complain of, but for what only hardware knows', () => {
  const unknown = Object.entries(SYMPTOMS).filter(
    ([id, { about }]) => about === 'node' && at(id).length === 0,
  );
  expect(unknown.map(([id]) => id)).toEqual(['hardware-health']);
});
