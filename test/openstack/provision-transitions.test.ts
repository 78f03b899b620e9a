import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FAILED_STATES,
  HOLD_STATES,
  ING_STATES,
  STABLE_STATES,
  WAIT_STATES,
} from '../../src/core/provision-state.ts';
import {
  exitOf,
  PROVISION_VERBS,
  type ProvisionVerb,
  wireTarget,
} from '../../src/core/provision-transitions.ts';
import { LAB_LOG } from './lab-logs.ts';
import { isLocked, type Operator, operator, VERSION } from './operator.ts';
import { RESCUE, waysWith } from './provision-ways.ts';

/**
 * Our table of verbs and states against a real Ironic: nodes without a machine are brought into every state that they
 * can be brought into, and there each verb is asked. What is refused leaves the node where it is; what is accepted is
 * asked of a node of its own, and the conductor's log tells which state it went to.
 */
const STATES = [...STABLE_STATES, ...WAIT_STATES, ...FAILED_STATES, ...HOLD_STATES, ...ING_STATES];

/** What a verb wants to be told. */
const MORE: { readonly [verb in ProvisionVerb]?: object } = {
  clean: { clean_steps: [{ interface: 'deploy', step: 'erase_devices_metadata' }] },
  rescue: RESCUE,
};
/** States that there is a way to. Tests are named before any cloud is asked. */
const REACHED = [
  ...STABLE_STATES,
  'wait call-back',
  'clean wait',
  'inspect wait',
  'rescue wait',
  'deploy failed',
  'clean failed',
  'inspect failed',
  'rescue failed',
  'unrescue failed',
  'adopt failed',
  'error',
];

let cloud: Operator;
let ways: ReturnType<typeof waysWith>;
beforeAll(async () => {
  cloud = await operator();
  ways = waysWith(cloud);
});

/** Reserved for ever by a conductor that was killed: whatever the state machine refuses is refused as locked. */
const HELD: { readonly [state: string]: string } = {
  deploying: 'lab-orphan-deploying',
  verifying: 'lab-orphan-verifying',
};

const made = new Set<string>();
/** A node in that state; one of the same name that an earlier run left is replaced. */
async function nodeIn(state: string, suffix: string): Promise<string> {
  const way = ways[state];
  if (!way) throw new Error(`no way to ${state}`);
  const name = `own-${state.replaceAll(' ', '-')}-${suffix}`;
  const uuid = await cloud.node(name, { ...way.fields });
  made.add(name);
  // Locally administered, and as good as unique by the node's own id.
  if (way.port)
    await cloud.ironic('POST', '/ports', {
      node_uuid: uuid,
      address: `52:54:00:${uuid.slice(0, 6).replace(/(..)(..)(..)/, '$1:$2:$3')}`,
    });
  await way.make(name);
  expect(await cloud.state(name)).toBe(state);
  return uuid;
}

const PATIENCE_MS = 60_000;
async function asked(
  node: string,
  verb: ProvisionVerb,
): Promise<{ readonly status: number; readonly text: string }> {
  const end = Date.now() + PATIENCE_MS;
  const body = { target: wireTarget(verb), ...MORE[verb] };
  for (;;) {
    const answer = await cloud.ask('PUT', `/nodes/${node}/states/provision`, body);
    if (!isLocked(answer.status, answer.text) || Date.now() > end) return answer;
    await wait(500);
  }
}

/** What the conductor wrote since, once it tells of a move. */
async function written(path: string, start: number, words: string): Promise<string> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const lines = await text(createReadStream(path, { start }));
    if (lines.includes(words) || Date.now() > end) return lines;
    await wait(500);
  }
}

afterAll(async () => {
  // What cannot be deleted now is replaced by the next run.
  await Promise.allSettled(
    [...made].map(async (name) => {
      await cloud.ironic('PUT', `/nodes/${name}/maintenance`, { reason: 'no longer needed' });
      await cloud.ironic('DELETE', `/nodes/${name}`);
    }),
  );
});

describe.concurrent.each(REACHED)('a node in %s', (state) => {
  const verbs = PROVISION_VERBS.map((verb) => ({ verb, exit: exitOf(state, verb, VERSION) }));
  const refused = verbs.filter(({ exit }) => exit.kind !== 'legal');
  const accepted = verbs.filter(({ exit }) => exit.kind === 'legal');

  const [first, ...others] = accepted;

  /** Asks what is legal, and reads in the conductor's log where that led. */
  async function leave(node: string, { verb, exit }: (typeof verbs)[number]): Promise<void> {
    const log = join(LAB_LOG, 'conductor-1.log');
    const { size } = await stat(log);
    expect(await asked(node, verb)).toMatchObject({ status: 202 });
    const to = exit.kind === 'legal' ? exit.to : '';
    const move = `Node ${node} moved to provision state "${to}" from state "${state}"`;
    expect(await written(log, size, move)).toContain(move);
  }

  test(`stays there by ${refused.map(({ verb }) => verb).join(', ')}, and is left by ${first?.verb}`, async () => {
    const node = await nodeIn(state, 'stays');
    for (const { verb } of refused) {
      const { status, text: words } = await asked(node, verb);
      expect([400, 406], `${verb}: ${status} ${words}`).toContain(status);
      if (status === 400) expect(words).toMatch(/can not be performed on node .* while it is in state/);
      expect(await cloud.state(node), verb).toBe(state);
    }
    if (first) await leave(node, first);
  });

  test.each(others)('is left by $verb', async (one) => leave(await nodeIn(state, one.verb), one));
});

test.each(Object.entries(HELD))('a node in %s is left by nothing', async (state, node) => {
  expect(await cloud.state(node)).toBe(state);
  for (const verb of PROVISION_VERBS) {
    expect(exitOf(state, verb, VERSION).kind, verb).toBe('illegal');
    const body = { target: wireTarget(verb), ...MORE[verb] };
    const { status, text: words } = await cloud.ask('PUT', `/nodes/${node}/states/provision`, body);
    expect(isLocked(status, words), `${verb}: ${status} ${words}`).toBe(true);
  }
});

test('what could not be reached is known', () => {
  const reached = [...REACHED, ...Object.keys(HELD)];
  const others = STATES.filter((state) => !reached.includes(state));
  console.log(
    `Not compared with a real Ironic, since no node without a machine stays there: ${others.join(', ')}`,
  );
  expect(Object.keys(ways).toSorted()).toEqual(REACHED.toSorted());
});
