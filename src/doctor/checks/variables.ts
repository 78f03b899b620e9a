import { VARIABLES } from '../../config-variables.ts';
import { nearest } from '../../lib/nearest.ts';
import { type Check, fail, ok, type Told, warn } from '../check.ts';

export default {
  id: 'variables',
  title: 'Variables',
  section: 'configuration',
  place: 2,
  async run({ review, env }) {
    const wrong = review.mistakes
      .filter(({ service }) => VARIABLES.includes(service) && service !== 'IRONIC_ONCALL_CONFIG')
      .map(({ message, service }) =>
        fail(message, `correct the variable ${service}; docs/configuration.md has them all`),
      );
    const slips = Object.entries(env).flatMap(([name, value]): Told[] => {
      if (!value || VARIABLES.includes(name) || !/^(?:SLACK|IRONIC_ONCALL|DATABASE|REDIS|LOG_LEV)/.test(name))
        return [];
      const [near] = nearest(name, VARIABLES, 1);
      if (near === undefined || env[near]) return [];
      return [warn(`${name} is none that is read; did you mean ${near}?`, `rename ${name} to ${near}`)];
    });
    const told = [...wrong, ...slips];
    if (told.length > 0) return told;
    const set = VARIABLES.filter((name) => env[name]);
    return ok(set.length > 0 ? `set: ${set.join(', ')}` : 'none of ours is set');
  },
} satisfies Check;
