import { ServiceError } from '../core/errors.ts';

/** JSON that we wrote ourselves. @throws ServiceError `bad-answer` for what somebody has damaged */
export function parsed<T>(what: string, id: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ServiceError(`The record of ${what} ${id} is damaged.`, {
      code: 'bad-answer',
      service: 'database',
    });
  }
}
