import { type Call, Refusal, type Reply } from '../reply.ts';
import type { CloudState } from '../state.ts';

export interface PlacementCall extends Call {
  readonly minor: number;
  readonly state: CloudState;
}

const titles: { readonly [status: number]: readonly [title: string, lead: string] } = {
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  ],
  403: ['Forbidden', 'Access was denied to this resource.'],
  404: ['Not Found', 'The resource could not be found.'],
  409: ['Conflict', 'There was a conflict when trying to complete your request.'],
  406: [
    'Not Acceptable',
    'The resource could not be generated that was acceptable to your browser (content of type application/json. ',
  ],
};

/** Placement's error list with one entry. */
export function problem(
  call: Call,
  status: number,
  detail: string,
  extra: { [name: string]: unknown } = {},
): Reply {
  const [title, lead] = titles[status] ?? ['Error', ''];
  const error = { status, title, detail: `${lead}\n\n ${detail}  `, ...extra, request_id: call.requestId };
  return { status, body: { errors: [error] } };
}

/** Ends the request with an error of Placement. */
export function refuse(call: Call, status: number, detail: string, code = 'placement.undefined_code'): never {
  throw new Refusal(problem(call, status, detail, { code }));
}

/** Ends the request with the 403 that names the policy. */
export function denied(call: Call, policy: string): never {
  return refuse(call, 403, `Policy does not allow placement:${policy} to be performed.`);
}
