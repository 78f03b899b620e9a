import type { Cause } from './cause.ts';
import { OPERATIONS, type Operation } from './failed-operation.ts';
import { BUILD_FAILED_CODES } from './nova-error.ts';

/** The code of a failed operation whose error is a sign of this cause. A ramdisk that never called has one of its own. */
export function failureCode({ id }: Operation, cause: Cause): string {
  return cause === 'wait-callback-timeout' ? `${id}-callback-timeout` : `${id}-failed-${cause}`;
}

/** The same for any operation, where the words do not say which it was. */
export function failureCodes(cause: Cause): readonly string[] {
  return Object.values(OPERATIONS).map((operation) => failureCode(operation, cause));
}

/** Under which codes Nova tells that a build ended in this operation; Ironic has the reason. */
export function toldByNova({ id }: Operation): readonly string[] {
  return id === 'deploy' ? BUILD_FAILED_CODES : [];
}

/** The code of a failed state for which Ironic kept no error. */
export function noReasonCode(state: string): string {
  return `${state.replaceAll(' ', '-')}-no-reason`;
}
