import type { Redis } from 'ioredis';

/**
 * Places of a client are over as soon as nobody listens for it any more: each one has a channel of its own for as long as its
 * process lives (bottleneck, src/IORedisConnection.coffee, `__addLimiter__`), and keys as in its src/Scripts.coffee.
 */
const SCRIPT = `
local dead = {}
for _, client in ipairs(redis.call('zrangebyscore', KEYS[1], '(0', '+inf')) do
  dead[client] = redis.call('pubsub', 'numsub', ARGV[1]..'_'..client)[2] == 0
end
local jobs = redis.call('hgetall', KEYS[2])
local freed = 0
for at = 1, #jobs, 2 do
  if dead[jobs[at + 1]] then
    redis.call('zadd', KEYS[3], 0, jobs[at])
    freed = freed + 1
  end
end
return freed
`;

/** Marks what they hold of a limiter as over. @returns how many places that is; whoever counts next frees them */
export async function overForTheDead(client: Redis, limiter: string): Promise<number> {
  const key = `b_${limiter}`;
  const keys = [`${key}_client_running`, `${key}_job_clients`, `${key}_job_expirations`];
  return Number(await client.eval(SCRIPT, keys.length, ...keys, key));
}
