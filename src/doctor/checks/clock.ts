import { formatDuration } from '../../lib/duration.ts';
import { type Check, fail, ok, skipped, type Told } from '../check.ts';

/** Signed requests and tokens bear minutes, "waits for 3 min" bears less; a header counts whole seconds. */
const SKEW_MS = 30_000;

export default {
  id: 'clock',
  title: 'Clock',
  section: 'machine',
  place: 2,
  async run({ slack, clouds, clock }) {
    const ofSlack = async () => {
      const time = await slack?.probe.time();
      return time === undefined ? [] : [{ name: 'Slack', ahead: time + 500 - clock().getTime() }];
    };
    const ofClouds = clouds.map(async ({ name, ready }) => {
      const reader = await ready();
      // Keystone behind uwsgi does not tell the time, Ironic does.
      await reader?.look.range('ironic').catch(() => undefined);
      const ahead = reader?.ahead();
      return ahead === undefined ? [] : [{ name: `cloud ${name}`, ahead }];
    });
    const told = (await Promise.all([ofSlack(), ...ofClouds])).flat();
    if (told.length === 0) return skipped('nobody tells the time: neither Slack nor a cloud answered');
    const off = told.filter(({ ahead }) => Math.abs(ahead) > SKEW_MS);
    if (off.length === 0) return ok(`agrees with ${told.map(({ name }) => name).join(', ')} within 30 s`);
    return off.map(({ name, ahead }): Told => {
      const words = `${formatDuration(Math.abs(ahead) / 1000)} ${ahead > 0 ? 'behind' : 'ahead of'} ${name}`;
      const all = off.length === told.length && told.length > 1;
      const fix = all
        ? 'timedatectl set-ntp true   (on this machine: everybody else agrees against it)'
        : `timedatectl set-ntp true   (on this machine; then compare the clock of ${name})`;
      return fail(words, fix);
    });
  },
} satisfies Check;
