import { expect, it } from 'vitest';
import { conductorBroke, tracebackSteps, UNEXPECTED } from '../../../src/core/conductor-exception.ts';
import type { Evidence } from '../../../src/core/finding.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

const node = HEALTHY_NODE as unknown as Node;
const broken = (interface_name: string, error: string): Evidence => ({
  bearing: 'supports',
  source: `validation.${interface_name}`,
  observed: `Unexpected exception, traceback saved into log by ironic conductor service that is running on cond-1: ${error}`,
});

it('names the conductor that has the traceback, and no setting of the node', () => {
  const draft = conductorBroke(node, [broken('network', "'NoneType' object has no attribute 'get'")]);
  expect(draft).toMatchObject({
    code: 'validation-broke',
    cause: 'insufficient-evidence',
    guide: 'api-errors',
    summary:
      'Conductor cond-1 met an error when it checked network of node-17, so a deploy would meet it too.',
  });
  expect(draft?.steps?.[0]?.command).toContain(node.uuid);
});

it('says what the inner wording says, and leaves the cause to the traceback', () => {
  const draft = conductorBroke(node, [broken('power', 'IPMI call failed: RAKP 2 HMAC is invalid')]);
  expect(draft?.cause).toBe('insufficient-evidence');
  expect(draft?.summary).toMatch(/password/);
});

it('nothing broken, nothing said', () => {
  expect(conductorBroke(node, [])).toBeUndefined();
  expect(UNEXPECTED.test("Missing are: ['deploy_kernel']")).toBe(false);
});

it('a request id is typed only when it is one', () => {
  const id = 'req-05134740-b25f-4413-b894-e3526a6342f3';
  expect(tracebackSteps(`x ${id}; rm -rf /`)[0]?.command).toContain(`-A30 ${id} /var`);
  expect(tracebackSteps('req-$(pwned)')[0]?.command).toContain('<request-id>');
});
