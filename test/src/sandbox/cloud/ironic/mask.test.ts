import { describe, expect, it } from 'vitest';
import { maskField, maskSecrets } from '../../../../../src/sandbox/cloud/ironic/mask.ts';

describe('masking', () => {
  it('hides values by their key at any depth of objects, as oslo.utils does', () => {
    expect(
      maskSecrets({ ipmi_Password: 'x', user: 'u', deep: { auth_token: 'y', list: [{ password: 'z' }] } }),
    ).toEqual({
      ipmi_Password: '******',
      user: 'u',
      deep: { auth_token: '******', list: [{ password: 'z' }] },
    });
  });

  it('hides the image address and the config drive of an instance', () => {
    expect(
      maskField('instance_info', { image_url: 'http://x', configdrive: { a: 1 }, image_source: 's' }),
    ).toEqual({
      image_url: '******',
      configdrive: '******',
      image_source: 's',
    });
  });

  it('hides nothing but the agent token in the internals', () => {
    expect(
      maskField('driver_internal_info', { agent_secret_token: 't', agent_url: 'u', other_token: 'v' }),
    ).toEqual({
      agent_secret_token: '******',
      agent_url: 'u',
      other_token: 'v',
    });
  });
});
