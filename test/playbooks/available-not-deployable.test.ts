import { describe, expect, it } from 'vitest';
import notDeployable from '../../playbooks/available-not-deployable.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(notDeployable, facts)).findings;

describe('available-not-deployable', () => {
  it('warns before Nova sends a server to a real node that lacks its deploy ramdisk', async () => {
    const [finding] = await found({
      node: recorded('ironic/node-invalid'),
      validation: recorded('ironic/validate-invalid'),
    });
    expect(finding).toMatchObject({
      code: 'available-not-deployable',
      cause: 'request-invalid',
      severity: 'warning',
      confidence: 'confirmed',
    });
    expect(finding?.evidence[0]?.observed).toContain("['deploy_kernel', 'deploy_ramdisk']");
    expect(finding?.summary).toMatch(/settings for [a-z, ]+ are not valid\.$/);
    expect(finding?.proposals?.[0]?.params['reason']).toBe(
      'Ironic would refuse a deploy: settings for deploy, boot are not valid',
    );
    expect(finding?.evidence.map(({ source }) => source)).toEqual(['validation.deploy', 'validation.boot']);
  });

  it('is clear for a real healthy node', async () => {
    const facts = {
      node: recorded('ironic/node-available'),
      validation: recorded('ironic/validate-healthy'),
    };
    expect((await examine(notDeployable, facts)).clear).toHaveLength(1);
  });

  it('does not mind what only comes with a server, or what the hardware does not have', async () => {
    const validation = {
      deploy: {
        result: false,
        reason:
          "Cannot validate image information for node x because one or more parameters are missing from its instance_info. Missing are: ['image_source']",
      },
      boot: { result: false, reason: 'Driver ipmi does not support boot (disabled or not implemented).' },
      rescue: { result: false, reason: 'no rescue network' },
      power: { result: true },
      console: { result: null },
    };
    expect(await found({ node: HEALTHY_NODE, validation })).toEqual([]);
  });

  it('does not blame the settings where the conductor itself met an error', async () => {
    const reason =
      'Unexpected exception, traceback saved into log by ironic conductor service that is running on cond-1: boom';
    const validation = { power: { result: true }, network: { result: false, reason } };
    const [finding, ...others] = await found({ node: HEALTHY_NODE, validation });
    expect(finding).toMatchObject({ code: 'validation-broke', guide: 'api-errors', severity: 'warning' });
    expect(others).toEqual([]);
  });

  it('leaves a refusal to validate, and nodes that are not free, to others', async () => {
    expect(await found({ node: HEALTHY_NODE, validation: recorded('ironic/validate-no-conductor') })).toEqual(
      [],
    );
    const node = { ...HEALTHY_NODE, maintenance: true };
    const outcomes = await examine(notDeployable, { node, validation: recorded('ironic/validate-invalid') });
    expect(outcomes).toEqual({ findings: [], clear: [], unknown: [] });
  });

  it('cannot check without the validation', async () => {
    const { unknown } = await examine(notDeployable, {
      node: HEALTHY_NODE,
      unread: { validation: 'not allowed' },
    });
    expect(unknown).toMatchObject([{ reason: 'not allowed' }]);
  });
});
