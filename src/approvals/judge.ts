import { ServiceError } from '../core/errors.ts';
import type { Judgement, Params } from '../core/remediation-unit.ts';
import type { Parts } from './parts.ts';

/** The cloud could not be looked at, so nothing is known. The words say why. */
export interface Sick {
  readonly kind: 'sick';
  readonly words: string;
}

export interface Deed {
  readonly cloud: string;
  readonly remediation: string;
  readonly params: Params;
}

type Looking = Pick<Parts, 'remediations' | 'fresh'>;

/** What a remediation says of its target at this moment. Waits no longer than `limitMs`, whatever the cloud does. */
export async function judgeNow(
  { remediations, fresh }: Looking,
  { cloud, remediation, params }: Deed,
  limitMs: number,
  signal?: AbortSignal,
): Promise<Judgement | Sick> {
  const unit = remediations.get(remediation);
  if (!unit) {
    const words = `This release does not know the remedy ${remediation} any more.`;
    return { kind: 'refused', code: 'unknown-remediation', words };
  }
  const known = unit.params.safeParse(params);
  if (!known.success) {
    return {
      kind: 'refused',
      code: 'bad-params',
      words: 'It does not say what it would act on. Diagnose again.',
    };
  }
  try {
    return await within(limitMs, signal, async (until) => unit.judge(known.data, fresh(cloud, until)));
  } catch (error) {
    if (error instanceof ServiceError) return { kind: 'sick', words: error.message };
    throw error;
  }
}

/** Whoever does not answer in time is sick, even one who ignores the signal. */
export async function within<T>(
  limitMs: number,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const time = AbortSignal.timeout(limitMs);
  const either = signal ? AbortSignal.any([signal, time]) : time;
  const { promise, reject } = Promise.withResolvers<never>();
  const failure = () =>
    new ServiceError(`the cloud could not be looked at within ${Math.round(limitMs / 1000)} s`, {
      code: time.aborted ? 'timeout' : 'aborted',
      service: 'cloud',
    });
  // A read that ends by the same signal says whom it was waiting for, and may do so first.
  const late = () => void setImmediate(() => reject(failure()));
  either.addEventListener('abort', late);
  if (either.aborted) late();
  try {
    return await Promise.race([run(either), promise]);
  } finally {
    either.removeEventListener('abort', late);
    // Nobody else may be waiting for it.
    promise.catch(() => undefined);
  }
}
