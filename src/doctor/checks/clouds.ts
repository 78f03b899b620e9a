import { type Check, fail, ok } from '../check.ts';

export default {
  id: 'clouds',
  title: 'Clouds',
  section: 'configuration',
  place: 3,
  async run({ review, config, env }) {
    const known = ['config', 'IRONIC_ONCALL_CONFIG', 'ironic-oncall.yml', 'acting.writers'];
    const wrong = review.mistakes.filter(
      ({ service }) =>
        service === 'OS_CLIENT_CONFIG_FILE' ||
        service === 'OS_CLIENT_SECURE_FILE' ||
        (/\.(?:yaml|yml|json)$/.test(service) && service !== review.file && !known.includes(service)),
    );
    if (wrong.length > 0)
      return wrong.map(({ message, service }) =>
        fail(message, `correct ${service} so that "openstack catalog list" works with it`),
      );
    const names = config?.clouds.names ?? [];
    const [first] = names;
    if (!config || first === undefined) return fail('none is configured', 'set OS_CLOUD and a clouds.yaml');
    const others = names.slice(1);
    const named = env['OS_CLOUD'] ? ' (OS_CLOUD)' : '';
    return ok(
      `${first}${named} is asked about by default${others.length > 0 ? `; also ${others.join(', ')}` : ''}`,
    );
  },
} satisfies Check;
