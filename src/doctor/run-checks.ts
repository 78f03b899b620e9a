import { inspect } from 'node:util';
import { ServiceError } from '../core/errors.ts';
import { scrubText } from '../lib/scrub.ts';
import type { Check, Result, Told } from './check.ts';
import { SECTIONS } from './check.ts';
import type { CloudSight } from './cloud-sight.ts';
import type { Context } from './context.ts';
import { mendOf } from './mend.ts';

interface Task {
  readonly check: Check;
  readonly cloud: CloudSight | undefined;
  readonly run: () => Promise<Told | readonly Told[]>;
}

/** All of them side by side, whatever becomes of each, in the order in which they are told. */
export async function runChecks(checks: readonly Check[], context: Context): Promise<readonly Result[]> {
  const results = await Promise.all(inOrder(checks, context).map((task) => runOne(task, context.signal)));
  return results.flat();
}

function inOrder(checks: readonly Check[], context: Context): readonly Task[] {
  return SECTIONS.flatMap((section): readonly Task[] => {
    const own = checks.filter((check) => check.section === section).toSorted((a, b) => a.place - b.place);
    if (section !== 'cloud')
      return own.flatMap((check) =>
        check.section === 'cloud' ? [] : [{ check, cloud: undefined, run: () => check.run(context) }],
      );
    return context.clouds.flatMap((cloud) =>
      own.flatMap((check) =>
        check.section === 'cloud' ? [{ check, cloud, run: () => check.run(cloud, context) }] : [],
      ),
    );
  });
}

async function runOne({ check, cloud, run }: Task, signal: AbortSignal): Promise<readonly Result[]> {
  const { id, title, section } = check;
  const common = { id, title, section, ...(cloud ? { cloud: cloud.name } : {}) };
  try {
    const told = await untilOver(Promise.resolve().then(run), signal);
    return [told].flat().map((one) => ({ ...common, ...one }));
  } catch (error) {
    if (error instanceof ServiceError)
      return [{ ...common, state: 'fail', told: error.message, fix: mendOf(error) }];
    const words = scrubText(inspect(error)).split('\n')[0] ?? '';
    return [
      {
        ...common,
        state: 'fail',
        told: `this check broke: ${words}`,
        fix: 'report it, with the line above; the other checks stand',
        broke: true,
      },
    ];
  }
}

function untilOver<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () =>
      reject(new ServiceError('not finished in time', { code: 'timeout', service: 'doctor' }));
    if (signal.aborted) late();
    signal.addEventListener('abort', late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}
