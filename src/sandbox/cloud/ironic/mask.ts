import type { JsonObject } from '../state.ts';

const mask = '******';

/** Keys that oslo.utils takes for secrets wherever they occur in a key (`_SANITIZE_KEYS` of oslo_utils/strutils.py). */
const secretKeys = [
  'admin_pass',
  'adminpass',
  'auth_token',
  'chappassword',
  'configdrive',
  'encrypted_key',
  'fernetkey',
  'new_pass',
  'passphrase',
  'password',
  'private_key',
  'secret',
  'sslkey',
  'sys_pswd',
  'token',
];

/** What `mask_dict_password` does: secrets by key, at any depth of objects (lists are left alone). */
export function maskSecrets(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return [key, maskSecrets(value)];
      return [key, secretKeys.some((secret) => key.toLowerCase().includes(secret)) ? mask : value];
    }),
  );
}

/**
 * The fields of a node in which Ironic hides something (`node_sanitize` in ironic/api/controllers/v1/node.py):
 * nothing else is hidden, so addresses with temporary signatures elsewhere do get out.
 */
export function maskField(field: string, value: JsonObject): JsonObject {
  if (field === 'driver_info') return maskSecrets(value);
  if (field === 'instance_info') {
    const masked = maskSecrets(value);
    if (value['configdrive']) masked['configdrive'] = mask;
    if (value['image_url']) masked['image_url'] = mask;
    return masked;
  }
  if (field === 'driver_internal_info' && value['agent_secret_token']) {
    return { ...value, agent_secret_token: mask };
  }
  return value;
}
