import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { glanceOf } from '../../../src/core/fleet-glance.ts';
import type { FleetsAtRest, LastSweep } from '../../../src/core/last-sweep.ts';
import { createReach } from '../../../src/core/reach.ts';
import { type HomeSources, readHome } from '../../../src/slack/home-facts.ts';
import { groupOf, reportWith } from '../../support/fleet.ts';
import { approval, fakeActing } from './support/acting.ts';
import { memoryLog } from './support/bot.ts';
import { story } from './support/stories.ts';
import { fakeIntake, watchOf } from './support/watch.ts';

const AT = '2026-11-22T03:14:00.000Z';
const NOVA = { cloud: 'lab', service: 'Nova' };
const sweep: LastSweep = {
  cloud: 'lab',
  at: AT,
  glance: glanceOf(reportWith([groupOf('bmc-credentials', 2)])),
  failed: null,
  contacts: [{ ...NOVA, answered: null, since: '2026-11-22T03:00:00.000Z', asked: AT, why: 'no answer' }],
};
const fleets: FleetsAtRest = {
  sweep: 30,
  clouds: ['lab'],
  unusable: [],
  sweeps: async () => [sweep],
  pictures: async () => [{ cloud: 'lab', slot: AT, file: 'F1', alt: 'Bars.' }],
};
const away = () =>
  Promise.reject(
    new ServiceError('The database cannot be reached.', { code: 'unreachable', service: 'database' }),
  );

function sources(rest: Partial<HomeSources> = {}): HomeSources {
  const { alerts } = watchOf(fakeIntake().intake);
  return {
    people: { of: async ({ user }) => ({ id: user, kind: 'member', groups: [] }) },
    acting: () => ({ ...fakeActing().acting, open: async () => [approval()] }),
    alerts: () => ({
      ...alerts,
      glance: async (most) => ({ open: { reading: most }, storms: [], newest: [story()] }),
    }),
    fleets,
    reach: createReach(),
    log: memoryLog(),
    clock: () => new Date(AT),
    ...rest,
  };
}

describe('what a Home tab tells', () => {
  it('comes from the records, from what the last sweep heard, and from what this process heard since', async () => {
    const reach = createReach();
    const facts = await readHome(sources({ reach }), { user: 'U1' });
    expect(facts).toMatchObject({
      person: { id: 'U1' },
      open: [{ id: 'approval-0000001' }],
      fleets: { sweep: 30, clouds: ['lab'], sweeps: [sweep], pictures: [{ file: 'F1' }] },
      alerts: { glance: { open: { reading: 4 } }, silences: [] },
      unreached: [{ ...NOVA, since: '2026-11-22T03:00:00.000Z' }],
      unread: [],
    });
    reach.heard({ ...NOVA, at: '2026-11-22T03:14:01.000Z', why: null });
    expect((await readHome(sources({ reach }), { user: 'U1' })).unreached).toEqual([]);
  });

  it('has nothing of what nobody has configured', async () => {
    const bare = sources({
      acting: () => undefined,
      alerts: () => undefined,
      fleets: undefined,
      reach: undefined,
    });
    expect(await readHome(bare, { user: 'U1' })).toMatchObject({
      may: undefined,
      open: [],
      fleets: undefined,
      alerts: undefined,
      unreached: [],
      unread: [],
    });
  });

  it('lacks what could not be read, says so, and names the database until it answers again', async () => {
    const reach = createReach();
    const sick = sources({
      reach,
      acting: () => ({ ...fakeActing().acting, open: away, recent: away, frozen: away }),
      fleets: { ...fleets, sweeps: away, pictures: away },
    });
    expect(await readHome(sick, { user: 'U1' })).toMatchObject({
      open: [],
      fleets: undefined,
      alerts: { glance: { newest: [{ id: 'story-0000000001' }] } },
      unread: ['approvals', 'what ran lately', 'whether acting is frozen', 'the fleet', 'pictures'],
      unreached: [{ cloud: null, service: 'my own database', since: AT }],
    });
    expect((await readHome(sources({ reach }), { user: 'U1' })).unreached).toMatchObject([NOVA]);
  });

  it('asks the records a few times, however large the fleets and however many the stories', async () => {
    let asked = 0;
    const counted = <T extends object>(half: T): T =>
      new Proxy(half, {
        get(of, key) {
          const value: unknown = Reflect.get(of, key);
          if (typeof value !== 'function' || key === 'may') return value;
          return (...args: unknown[]) => {
            asked += 1;
            return value.apply(of, args);
          };
        },
      });
    const { acting, alerts } = sources();
    const [acts, watch] = [acting(), alerts()];
    await readHome(
      sources({
        acting: () => acts && counted(acts),
        alerts: () => watch && counted(watch),
        fleets: counted(fleets),
      }),
      { user: 'U1' },
    );
    expect(asked).toBe(7);
  });
});
