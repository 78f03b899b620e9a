import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  at,
  createWorld,
  deleted,
  edited,
  nameOf,
  posted,
  uuidOf,
  type World,
} from '../../support/alert-world.ts';
import { errandsOf } from '../../support/errands.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const M = (n: number) => at(-600 + n);
const alert = (n: number) => ({ key: `k${n}`, node: nameOf(n) });
const over = (n: number) => ({ ...alert(n), status: 'resolved' }) as const;
const CLEAN_FAILED = { state: 'clean failed', cause: 'clean-step-failed' } as const;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  for (const n of [1, 2, 3]) world.fleet.nodes.set(uuidOf(n), CLEAN_FAILED);
});
afterEach(async () => {
  expect(world.logged.filter(({ words }) => /broke/.test(words))).toEqual([]);
  await world.store.close();
});

describe('a story', () => {
  test('is told with its answer, in one message, and its alert is given a glance', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    expect(world.channel.shown).toMatchObject([{ edits: 0 }]);
    expect(world.stories()).toMatchObject([
      {
        state: 'answered',
        findings: [
          {
            ...{ cause: 'clean-step-failed', confidence: 'likely', provision_state: 'clean failed' },
            subject: { id: uuidOf(1) },
          },
        ],
        ...{ groups: [], answer: { kind: 'diagnosis' } },
      },
    ]);
    expect([...world.channel.glances]).toEqual([[M(1), 'answered']]);
    expect(await world.kept()).toMatchObject([{ version: 2 }]);
  });

  test('is looked at on an errand of its own, whoever told of it', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    const errands = await errandsOf(() => world.work());
    expect(errands).toEqual([{ what: 'look', from: expect.stringMatching(/^story /) }]);
  });

  test('whose answer takes longer is told as being read after three seconds', async () => {
    let answer: () => void = () => undefined;
    const waits = new Promise<void>((go) => {
      answer = go;
    });
    const { fleet } = world;
    const slow = await createWorld({
      options: {
        diagnose: async (subject) => {
          await waits;
          return await fleet.diagnose(subject);
        },
      },
    });
    await slow.intake.take(posted(M(1), [alert(1)]));
    await slow.look();
    slow.clock.at += 2_999;
    await slow.look();
    await turns();
    expect(slow.stories()).toEqual([]);
    expect([...slow.channel.glances.values()]).toEqual(['reading']);
    slow.clock.at += 1;
    await slow.look();
    await turns();
    expect(slow.stories()).toMatchObject([{ state: 'reading' }]);
    answer();
    await slow.work();
    expect(slow.channel.shown).toMatchObject([{ edits: 1, what: { state: 'answered' } }]);
    await slow.store.close();
  });

  test('of a node that is well says so', async () => {
    await world.intake.take(posted(M(1), [alert(9)]));
    await world.work();
    expect(world.stories()).toMatchObject([
      { findings: [{ cause: 'healthy', summary: 'Looks well now: available, powered off.' }] },
    ]);
  });

  test('is looked at again after 5 minutes, then twice as late each time, and redrawn where something is another', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    const looks = () => world.fleet.asked.diagnoses.length;
    expect(looks()).toBe(1);
    await world.pass(5 * MINUTE - 1);
    expect(looks()).toBe(1);
    await world.pass(1);
    expect(looks()).toBe(2);
    await world.pass(9 * MINUTE);
    expect(looks()).toBe(2);
    await world.pass(MINUTE);
    expect(looks()).toBe(3);
    expect(world.channel.shown).toMatchObject([{ edits: 0 }]);
    world.fleet.nodes.set(uuidOf(1), { state: 'available', cause: 'healthy' });
    await world.pass(HOUR);
    expect(world.channel.shown).toMatchObject([{ edits: 1, what: { findings: [{ cause: 'healthy' }] } }]);
    for (const wait of [40, 60, 60]) await world.pass(wait * MINUTE);
    expect(looks()).toBe(7);
  });

  test('is looked at again at once when an alert of it changes', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    await world.intake.take(edited(M(1), M(2), [alert(1), alert(2)]));
    await world.work();
    expect(world.fleet.asked.diagnoses).toEqual([nameOf(1), nameOf(1), nameOf(2)]);
    expect(world.stories()).toMatchObject([
      {
        findings: [{ subject: { id: uuidOf(1) } }, { subject: { id: uuidOf(2) } }],
        groups: [{ cause: 'clean-step-failed', nodes: [uuidOf(1), uuidOf(2)] }],
        answer: null,
      },
    ]);
  });

  test('that nothing could be found out about says why, and is tried again, later each time', async () => {
    world.fleet.sick.reads = true;
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    expect(world.stories()).toMatchObject([{ state: 'unread', problem: 'Ironic does not answer.' }]);
    world.fleet.sick.reads = false;
    await world.pass(29 * SECOND);
    expect(world.stories()).toMatchObject([{ state: 'unread' }]);
    await world.pass(SECOND);
    expect(world.stories()).toMatchObject([{ state: 'answered', problem: null }]);
    world.fleet.sick.reads = true;
    await world.pass(5 * MINUTE);
    await world.pass(30 * SECOND);
    expect(world.stories()).toMatchObject([{ state: 'answered', problem: null }]);
  });

  test('whose look breaks on our side says that, and the log why', async () => {
    const broken = await createWorld({
      options: {
        diagnose: async () => {
          throw new TypeError('undefined is not a function');
        },
      },
    });
    await broken.intake.take(posted(M(1), [alert(1)]));
    await broken.work();
    expect(broken.stories()).toMatchObject([{ state: 'unread', problem: expect.stringMatching(/our side/) }]);
    expect(broken.logged).toMatchObject([{ words: 'a look broke', fields: { error: 'TypeError' } }]);
    await broken.store.close();
  });

  test('that is over says how long it took, what has moved and who has done what', async () => {
    const deed = {
      ...{
        node: uuidOf(1),
        label: 'Provide',
        requester: 'U1',
        approvers: ['U2'],
        outcome: 'It is `available`.',
      },
    };
    world.deeds.push(deed, { ...deed, node: uuidOf(7) });
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    world.fleet.nodes.delete(uuidOf(1));
    world.clock.at += 39 * MINUTE;
    await world.intake.take(edited(M(1), at(39 * 60), [over(1)]));
    await world.work();
    expect(world.stories()).toMatchObject([
      {
        state: 'resolved',
        end: {
          lasted: 39 * 60 + 599,
          moved: [{ subject: { id: uuidOf(1) }, from: 'clean failed', to: 'available' }],
          deeds: [deed],
        },
        // What the trouble was stays.
        findings: [{ cause: 'clean-step-failed' }],
      },
    ]);
    expect(world.channel.shown).toMatchObject([{ edits: 1 }]);
    expect([...world.channel.glances.values()]).toEqual(['resolved']);
    const looks = world.fleet.asked.diagnoses.length;
    await world.pass(DAY);
    expect(world.fleet.asked.diagnoses).toHaveLength(looks);
  });

  test('that is over before anything was said of it is not told', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.intake.take(posted(M(2), [over(1)]));
    await world.work();
    expect(world.channel.shown).toEqual([]);
    expect(world.channel.glances.size).toBe(0);
  });

  test('whose alert was deleted is redrawn once, and that is all', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    await world.intake.take(deleted(M(1)));
    await world.work();
    await world.pass(HOUR);
    expect(world.channel.shown).toMatchObject([{ edits: 1, what: { state: 'gone' } }]);
  });

  test('of which nobody speaks any more is gone after days, where nothing is wrong', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.intake.take(posted(M(2), [alert(9)]));
    await world.work();
    for (let hours = 0; hours < 71; hours += 1) await world.pass(HOUR);
    expect((await world.kept()).map(({ state }) => state)).toEqual(['answered', 'answered']);
    await world.pass(2 * HOUR);
    expect((await world.kept()).map(({ state }) => state)).toEqual(['answered', 'gone']);
    // And told anew when it fires again.
    const late = at(80 * 3600);
    await world.intake.take(posted(late, [alert(1), alert(9)]));
    expect((await world.kept()).map(({ alert, state }) => [alert, state])).toEqual([
      [M(1), 'answered'],
      [M(2), 'gone'],
      [late, 'reading'],
    ]);
  });

  test('is forgotten long after it is over, with all that was known of its message', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.intake.take(posted(M(2), [alert(2)]));
    await world.intake.take(posted(M(3), [over(1)]));
    await world.work();
    await world.pass(31 * DAY);
    expect((await world.kept()).map(({ alert }) => alert)).toEqual([M(2)]);
    const left = (table: 'alert_messages' | 'alert_keys') =>
      world.store.db.selectFrom(table).selectAll().execute();
    expect(await left('alert_messages')).toMatchObject([{ ts: M(2) }]);
    expect(await left('alert_keys')).toMatchObject([{ key: 'k2' }]);
  });

  test('that names nothing is about what shows the symptom, or else cannot be told', async () => {
    await world.intake.take(posted(M(1), [{ key: 'x', name: 'IronicNodeCleanFailed' }]));
    await world.intake.take(posted(M(2), [{ key: 'y', name: 'IronicApiDown' }]));
    await world.work();
    expect(world.fleet.asked).toMatchObject({ passes: 1, diagnoses: [] });
    const [cleaning, api] = world.stories().toSorted((a, b) => (a.alert ?? '').localeCompare(b.alert ?? ''));
    expect(cleaning).toMatchObject({
      findings: [1, 2, 3].map((n) => ({ subject: { id: uuidOf(n) }, cause: 'clean-step-failed' })),
      groups: [{ nodes: [uuidOf(1), uuidOf(2), uuidOf(3)] }],
    });
    expect(api).toMatchObject({
      state: 'answered',
      findings: [],
      problem: expect.stringMatching(/^None of the 62 nodes/),
    });
  });

  test('about a conductor is about the nodes that share it', async () => {
    const conductor = 'ctl-1.dc1.example.org';
    for (const n of [11, 12, 13])
      world.fleet.nodes.set(uuidOf(n), { state: 'cleaning', cause: 'stuck-ing-state', conductor });
    await world.intake.take(
      posted(M(1), [
        { key: 'c', name: 'IronicConductorDown', labels: [{ name: 'conductor', value: conductor }] },
      ]),
    );
    await world.work();
    expect(world.stories()).toMatchObject([
      {
        findings: [
          {
            subject: { kind: 'conductor' },
            cause: 'stuck-ing-state',
            summary: expect.stringMatching(/^3 nodes: /),
          },
        ],
        groups: [{ nodes: [uuidOf(11), uuidOf(12), uuidOf(13)] }],
      },
    ]);
  });
});

test('what is open is told in short, the newest by name', async () => {
  expect(await world.alerts.glance(2)).toEqual({ open: {}, storms: [], newest: [] });
  for (const n of [1, 2, 3]) {
    await world.intake.take(posted(M(n), [alert(n)]));
    world.clock.at += MINUTE;
  }
  await world.work();
  await world.intake.take(posted(M(4), [over(1)]));
  expect(await world.alerts.glance(2)).toMatchObject({
    open: { answered: 2 },
    storms: [],
    newest: [{ alert: M(3), message: { channel: expect.any(String) } }, { alert: M(2) }],
  });
  expect((await world.alerts.glance(1)).newest).toHaveLength(1);
});

describe('what somebody silences', () => {
  const until = (ms: number) => new Date(world.clock.at + ms);
  const node = { kind: 'node', cloud: 'prod', uuid: uuidOf(1), name: nameOf(1) } as const;

  test('is not told, and told when that ends while it fires', async () => {
    await world.alerts.silence(node, until(HOUR), 'U1', 'INC-1');
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    expect(world.channel.shown).toEqual([]);
    expect(await world.alerts.open()).toMatchObject([
      { state: 'silenced', silenced_until: until(HOUR).toISOString() },
    ]);
    await world.pass(HOUR - 1);
    expect(world.channel.shown).toEqual([]);
    await world.pass(1);
    expect(world.stories()).toMatchObject([{ state: 'answered', silenced_until: null }]);
  });

  test('is redrawn where it is told already, by its cause as well', async () => {
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    await world.alerts.silence({ kind: 'cause', cause: 'clean-step-failed' }, until(HOUR), 'U1', null);
    await world.work();
    expect(world.stories()).toMatchObject([{ state: 'silenced' }]);
    expect(await world.alerts.unsilence({ kind: 'cause', cause: 'clean-step-failed' }, 'U2')).toBe(1);
    expect(await world.alerts.unsilence({ kind: 'cause', cause: 'clean-step-failed' }, 'U2')).toBe(0);
    await world.work();
    expect(world.stories()).toMatchObject([{ state: 'answered' }]);
  });

  test('is told with others that nobody has silenced', async () => {
    await world.alerts.silence(node, until(HOUR), 'U1', null);
    await world.intake.take(posted(M(1), [alert(1), alert(2)]));
    await world.work();
    expect(world.stories()).toMatchObject([{ state: 'answered' }]);
  });

  test('is told as long as it holds, the first to end first', async () => {
    await world.alerts.silence(node, until(2 * HOUR), 'U1', 'later');
    await world.alerts.silence(node, until(HOUR), 'U2', 'first');
    expect((await world.alerts.silences()).map(({ reason }) => reason)).toEqual(['first', 'later']);
    world.clock.at += HOUR;
    expect((await world.alerts.silences()).map(({ reason }) => reason)).toEqual(['later']);
  });

  test('an instance by the node that it is on', async () => {
    await world.alerts.silence({ ...node, uuid: uuidOf(0) }, until(HOUR), 'U1', null);
    await world.intake.take(
      posted(M(1), [
        {
          key: 'i',
          name: 'NovaInstanceBuildFailed',
          labels: [{ name: 'instance_name', value: 'web-build-7' }],
        },
      ]),
    );
    expect(await world.alerts.open()).toMatchObject([
      { state: 'silenced', alerts: [{ subjects: [{ kind: 'instance' }] }] },
    ]);
  });
});

describe('in quiet hours', () => {
  const quiet = { from: '22:00', to: '07:00', timezone: 'Europe/Berlin' };

  test('what begins is told in the morning, but for what cannot wait', async () => {
    const night = await createWorld({ config: { quiet } });
    await night.intake.take(posted(M(1), [{ ...alert(1), severity: 'warning' }]));
    await night.intake.take(posted(M(2), [{ ...alert(2), severity: 'critical' }]));
    await night.intake.take(posted(M(3), [{ ...alert(3), severity: 'warning' }]));
    await night.work();
    expect(night.stories()).toMatchObject([{ alert: M(2) }]);
    expect(await night.alerts.open()).toMatchObject([
      { state: 'silenced', silenced_until: '2026-11-30T06:00:00.000Z' },
      { state: 'answered' },
      { state: 'silenced' },
    ]);
    await night.intake.take(posted(M(4), [over(3)]));
    await night.intake.take(edited(M(1), M(5), [{ ...alert(1), severity: 'critical' }]));
    await night.work();
    expect(night.stories().map(({ alert }) => alert)).toEqual([M(2), M(1)]);
    await night.pass(3 * HOUR);
    expect(night.stories()).toHaveLength(2);
    await night.store.close();
  });
});

/** What goes on behind our back goes on as far as it can. */
async function turns(): Promise<void> {
  for (let times = 0; times < 50; times += 1) await new Promise((go) => setImmediate(go));
}
