import { describe, expect, it } from 'vitest';
import apiError from '../../playbooks/api-error.ts';
import { loadPlaybooks } from '../../src/compose.ts';
import { rank } from '../../src/core/rank.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, stepsOf } from '../support/findings.ts';

const conductor = (hostname: string, alive = true) => ({
  hostname,
  alive,
  conductor_group: '',
  updated_at: minutesAgo(9),
});
const REPLY = 'Timed out waiting for a reply to message ID 7d9f0e6a1f5c4f5d9f2b0c8b8f2f1d11 (HTTP 500)';
const REQUEST = 'req-05134740-b25f-4413-b894-e3526a6342f3';

describe('a request that no conductor answered', () => {
  it('names the dead, and warns that the work may have begun', async () => {
    const found = await onlyFinding(apiError, {
      message: REPLY,
      conductors: [conductor('c1'), conductor('c2', false)],
    });
    expect(found).toMatchObject({
      code: 'rpc-no-reply',
      cause: 'stuck-ing-state',
      guide: 'api-errors',
      confidence: 'likely',
    });
    expect(found.evidence[1]?.observed).toContain('not alive: c2');
    expect(stepsOf(found)).toContain('before anything is repeated');
  });
  it('is less sure when all of them live', async () => {
    const found = await onlyFinding(apiError, { message: REPLY, conductors: [conductor('c1')] });
    expect(found.confidence).toBe('possible');
  });
  it('is told without the list of conductors too', async () => {
    const found = await onlyFinding(apiError, { message: REPLY, unread: { conductors: 'not allowed' } });
    expect(found).toMatchObject({ confidence: 'possible', missing: [{ fact: 'conductors' }] });
  });
  it('is seen in the error of a node', async () => {
    const node = {
      ...HEALTHY_NODE,
      provision_state: 'deploy failed',
      last_error: `Deploy failed: MessagingTimeout: ${REPLY}`,
    };
    expect(await onlyFinding(apiError, { node, history: [], conductors: [] })).toMatchObject({
      code: 'rpc-no-reply',
    });
  });
});

describe('an error inside the API', () => {
  it('leads to the log by its request id', async () => {
    const found = await onlyFinding(apiError, {
      message: `Internal Server Error (HTTP 500) (Request-ID: ${REQUEST})`,
    });
    expect(found).toMatchObject({
      code: 'api-broke',
      cause: 'insufficient-evidence',
      confidence: 'possible',
    });
    expect(commandsOf(found)).toContain(`grep -h -A30 ${REQUEST}`);
    expect(stepsOf(found)).toContain('debug_tracebacks_in_api');
  });
  it('says where the request id stands when there is none', async () => {
    const found = await onlyFinding(apiError, { message: 'An unknown exception occurred.' });
    expect(stepsOf(found)).toContain('Openstack-Request-Id');
    expect(commandsOf(found)).toContain('<request-id>');
  });
  it('leads the whole answer where the words say nothing else', async () => {
    const { findings } = await examine(await loadPlaybooks([]), {
      message: `HTTP 500: Unexpected exception ${REQUEST}`,
    });
    expect(rank(findings)[0]).toMatchObject({ code: 'api-broke', guide: 'api-errors' });
  });
});

it.each([
  [
    'a limit behind a 500, as older releases answer',
    'HTTP 500: The concurrent action limit for cleaning has been reached.',
  ],
  [
    'a lock behind a 500',
    'HTTP 500: Node 1 is locked by host c1, please retry after the current operation is completed.',
  ],
  [
    'a BMC that answers 500',
    'HTTP POST https://10.0.0.9/redfish/v1/Systems/1 returned code 500. Base.1.8.InternalError: Internal Server Error',
  ],
  [
    "Nova's own message bus",
    'nova.compute.manager MessagingTimeout: Timed out waiting for a reply to message ID 5f',
  ],
  [
    'a plain refusal',
    'HTTP 400: The requested action "provide" can not be performed on node x while it is in state "active".',
  ],
])('%s is something else', async (_, message) => {
  const { findings } = await examine(apiError, { message, conductors: [] });
  expect(findings).toEqual([]);
});

it('says that it could not read the node', async () => {
  const node = { ...HEALTHY_NODE, provision_state: 'deploy failed' };
  const { unknown } = await examine(apiError, { node, unread: { history: 'Ironic did not answer' } });
  expect(unknown).toHaveLength(2);
});
