import type { HomeView } from '@slack/types';
import type { Silence } from '../../../../src/core/alert-story.ts';
import { glanceOf } from '../../../../src/core/fleet-glance.ts';
import type { FleetReport } from '../../../../src/core/fleet-report.ts';
import type { LastSweep } from '../../../../src/core/last-sweep.ts';
import type { Person } from '../../../../src/core/person.ts';
import type { Contact } from '../../../../src/core/reach.ts';
import { type Home, renderHome } from '../../../../src/slack/render/home.ts';
import type { HomeFleets } from '../../../../src/slack/render/home-fleet.ts';
import { groupOf, nodeOf, READ_AT, reportWith } from '../../../support/fleet.ts';
import { approval } from './acting.ts';
import { wordsOf } from './words.ts';

export const PEOPLE = ['U0MAYA0001', 'U0JONAS001', 'U0INES0001', 'U0RIKU0001', 'S0APPROVE1'];
export const JONAS: Person = { id: 'U0JONAS001', kind: 'member', groups: ['S0APPROVE1'] };
export const NOW = new Date(Date.parse(READ_AT) + 12 * 60_000);
export const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

export const home = (rest: Partial<Home> = {}): HomeView =>
  renderHome({
    person: JONAS,
    may: { request: true, approve: true },
    open: [approval()],
    recent: [],
    frozen: undefined,
    fleets: undefined,
    alerts: undefined,
    unreached: [],
    unread: [],
    slash: '/ironic',
    now: NOW,
    workspace: 'https://example.slack.com/',
    ...rest,
  });
/** Clock times in the place of Slack's tokens. */
export const words = (rest: Partial<Home>) =>
  wordsOf({ text: '' as never, blocks: home(rest).blocks as never }).replace(
    /<!date\^\d+\^[^|]+\|\S+ (\d\d:\d\d):\d\d UTC>/g,
    '$1',
  );

export const report = (rest: Partial<FleetReport> = {}) =>
  reportWith([groupOf('wait-callback-timeout', 7), groupOf('bmc-credentials', 1)], rest);
export const sweepOf = (rest: Partial<LastSweep> = {}, of: FleetReport = report()): LastSweep => ({
  cloud: of.cloud,
  at: READ_AT,
  glance: glanceOf(of, { since: ago(600), came: [nodeOf('bmc-credentials', 0)], went: [], turned: [] }),
  failed: null,
  contacts: [],
  ...rest,
});
export const fleets = (rest: Partial<HomeFleets> = {}): HomeFleets => ({
  sweep: 30,
  clouds: ['prod'],
  unusable: [],
  sweeps: [sweepOf()],
  pictures: [],
  ...rest,
});

export const silence: Silence = {
  id: 'x1',
  of: { kind: 'cause', cause: 'bmc-credentials' },
  by: 'U0MAYA0001',
  reason: 'the PDU is swapped',
  at: ago(60),
  until: ago(-60),
};

export const contact = (rest: Partial<Contact> = {}): Contact => ({
  cloud: 'lab',
  service: 'Nova',
  answered: null,
  since: ago(12),
  asked: ago(1),
  why: 'no answer',
  ...rest,
});
