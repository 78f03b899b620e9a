import { Refusal, type Reply } from '../reply.ts';

/** Ironic's JSON inside JSON. `Client` is its word for what the caller did wrong, `Server` for its own failures. */
export function ironicError(status: number, text: string): Reply {
  const fault = status >= 500 ? 'Server' : 'Client';
  const inner = `{"faultcode": "${fault}", "faultstring": ${JSON.stringify(text)}, "debuginfo": null}`;
  return { status, body: { error_message: inner } };
}

/** The answer to a path that this version of the API does not have. */
export function noSuchPath(): Reply {
  return {
    status: 404,
    body: { error_message: '{"code": 404, "title": "Not Found", "description": ""}' },
    bare: true,
  };
}

/** Ends the request with an error of Ironic. */
export function refuse(status: number, text: string): never {
  throw new Refusal(ironicError(status, text));
}

/** Ends the request with the 403 that names the policy. */
export function denied(policy: string): never {
  return refuse(403, `Access was denied to the following resource: ${policy}`);
}
