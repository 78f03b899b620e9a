import { ServiceError, type ServiceErrorCode } from '../../core/errors.ts';
import { openSession } from '../../limits/session.ts';
import { type Check, fail, ok, skipped } from '../check.ts';

const TRY = 'redis-cli -u "$REDIS_URL" ping has to say PONG on this machine';
const MENDS: Partial<Record<ServiceErrorCode, string>> = {
  unauthorized: 'correct user and password in REDIS_URL (redis://user:password@host:6379/0)',
  forbidden: 'ACL SETUSER <user> ~b_ironic-oncall* &b_ironic-oncall* +@all -@admin -@dangerous +info',
  tls: 'name the CA that signs its certificate in NODE_EXTRA_CA_CERTS, or write redis:// where it speaks no TLS',
  refused:
    'let REDIS_URL name one server that takes writes, and let ntpd or chronyd keep the clocks together',
};

export default {
  id: 'redis',
  title: 'Redis',
  section: 'records',
  place: 2,
  async run({ config, review, timeoutMs }) {
    if (!config) return skipped('the configuration cannot be read');
    if (review.mistakes.some(({ service }) => service === 'REDIS_URL'))
      return skipped('REDIS_URL is no address of a Redis');
    if (!config.redis) return ok('none is configured: each process has limits of its own');
    try {
      (await openSession({ url: config.redis.url, patienceMs: timeoutMs })).close();
      return ok('reached, and limits can be shared through it');
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return fail(error.message, MENDS[error.code] ?? `correct host and port in REDIS_URL: ${TRY}`);
    }
  },
} satisfies Check;
