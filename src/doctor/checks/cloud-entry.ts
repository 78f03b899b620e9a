import { ServiceError } from '../../core/errors.ts';
import { type Check, fail, ok, type Told, warn } from '../check.ts';
import { lineOf } from '../line-of.ts';

export default {
  id: 'cloud-entry',
  title: 'Entry',
  section: 'cloud',
  place: 1,
  async run(cloud) {
    try {
      const { config } = cloud.reader();
      const told: Told[] = [];
      if (!config.verify)
        told.push(
          warn(
            'any certificate is accepted (verify: false), so that anybody in between reads the password',
            `name the file of its CA as cacert in clouds.${cloud.name} and take verify away`,
          ),
        );
      const address = 'auth_url' in config.auth ? config.auth.auth_url : config.auth.endpoint;
      if (address?.startsWith('http://') && !/^http:\/\/(?:127\.|localhost|\[::1\])/.test(address))
        told.push(
          warn(
            'password and token travel in the clear (auth_url begins with http://)',
            'use the address of Keystone that begins with https://',
          ),
        );
      return told.length > 0
        ? told
        : ok(
            `${config.auth.auth_type}, ${config.region_name ?? 'any region'}, ${config.interface} endpoints`,
          );
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'config') throw error;
      return fail(error.message + lineOf(error), mend(error.message, cloud.name));
    }
  },
} satisfies Check;

function mend(message: string, name: string): string {
  const [, key, near] = /clouds\.\S+?\.([\w.]+) is no key; did you mean (.+)\?$/.exec(message) ?? [];
  if (key && near) return `write ${near} instead of ${key}`;
  const [, variable, right] = /^(OS_\w+) is no key; did you mean (.+)\?$/.exec(message) ?? [];
  if (variable && right) return `rename ${variable} to ${right}`;
  const [, meant] = /has no cloud \S+; did you mean (\S+)\?$/.exec(message) ?? [];
  if (meant) return `OS_CLOUD=${meant}`;
  const [, known] = /has no cloud \S+; it has (.+)$/.exec(message) ?? [];
  if (known) return `set OS_CLOUD to one of ${known}`;
  if (/cacert names/.test(message))
    return `point cacert of clouds.${name} to the PEM file of the CA, and let this user read it`;
  return `correct it until "openstack --os-cloud ${name} token issue" works`;
}
