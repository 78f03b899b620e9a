import type { HomeView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Silence, Storm } from '../../../../src/core/alert-story.ts';
import { glanceOf } from '../../../../src/core/fleet-glance.ts';
import type { FleetReport } from '../../../../src/core/fleet-report.ts';
import type { DigestPicture, LastSweep } from '../../../../src/core/last-sweep.ts';
import type { Person } from '../../../../src/core/person.ts';
import type { Contact } from '../../../../src/core/reach.ts';
import { type Home, renderHome } from '../../../../src/slack/render/home.ts';
import type { HomeFleets } from '../../../../src/slack/render/home-fleet.ts';
import { groupOf, nodeOf, READ_AT, reportWith } from '../../../support/fleet.ts';
import { approval } from '../support/acting.ts';
import { faultsOfView } from '../support/check-message.ts';
import { storm as stormOf, story, wildStorm, wildStory } from '../support/stories.ts';
import { NASTY, wildText } from '../support/wild.ts';
import { actionIds, wordsOf } from '../support/words.ts';

const PEOPLE = ['U0MAYA0001', 'U0JONAS001', 'U0INES0001', 'U0RIKU0001', 'S0APPROVE1'];
const JONAS: Person = { id: 'U0JONAS001', kind: 'member', groups: ['S0APPROVE1'] };
const NOW = new Date(Date.parse(READ_AT) + 12 * 60_000);
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

const home = (rest: Partial<Home> = {}): HomeView =>
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
const words = (rest: Partial<Home>) =>
  wordsOf({ text: '' as never, blocks: home(rest).blocks as never }).replace(
    /<!date\^\d+\^[^|]+\|\S+ (\d\d:\d\d):\d\d UTC>/g,
    '$1',
  );
const idsOf = (rest: Partial<Home> = {}) => actionIds(home(rest).blocks);

describe('the Home tab', () => {
  it('has what waits for this person, with the buttons that they may press', () => {
    expect(idsOf()).toEqual(['home-refresh', 'approval:approve', 'approval:decline']);
    expect(idsOf({ person: { ...JONAS, id: 'U0MAYA0001' } })).toEqual(['home-refresh', 'approval:withdraw']);
    expect(idsOf({ person: { ...JONAS, groups: [] } })).toEqual(['home-refresh']);
  });

  it('tells apart what waits for this person, what they asked for, and what others wait for', () => {
    const open = [
      approval({ id: 'approval-0000001', name: 'node-1' }),
      approval({ id: 'approval-0000002', name: 'node-2', requester: JONAS.id }),
      approval({ id: 'approval-0000003', name: 'node-3', state: 'verifying' }),
    ];
    expect(words({ open })).toMatch(
      /\*Waits for you\*[\s\S]*node-1[\s\S]*\*You asked for\*[\s\S]*node-2[\s\S]*\*Waits for others, or runs\*[\s\S]*node-3/,
    );
    expect(words({ open: [] })).toContain('*Waits for you*\nnothing');
    expect(words({ open: [] })).not.toMatch(/You asked for|Waits for others/);
  });

  it.each([
    ['guest', /guests carry out nothing/],
    ['stranger', /another workspace/],
    ['unknown', /could not tell me who you are/],
  ] as const)('offers a %s nothing and says why', (kind, said) => {
    const rest = { person: { ...JONAS, kind }, may: { request: false, approve: false } };
    expect(idsOf(rest)).toEqual(['home-refresh']);
    expect(words(rest)).toMatch(said);
  });

  it('says that nothing is configured, where it is so', () => {
    expect(words({ may: undefined, open: [] })).toContain('nobody has configured acting');
  });

  it('says what of it could not be read, and shows the rest', () => {
    const rest = { unread: ['approvals', 'the fleet'], open: [] };
    expect(words(rest)).toContain('this is missing here: approvals, the fleet');
  });
});

const report = (rest: Partial<FleetReport> = {}) =>
  reportWith([groupOf('wait-callback-timeout', 7), groupOf('bmc-credentials', 1)], rest);
const sweepOf = (rest: Partial<LastSweep> = {}, of: FleetReport = report()): LastSweep => ({
  cloud: of.cloud,
  at: READ_AT,
  glance: glanceOf(of, { since: ago(600), came: [nodeOf('bmc-credentials', 0)], went: [], turned: [] }),
  failed: null,
  contacts: [],
  ...rest,
});
const fleets = (rest: Partial<HomeFleets> = {}): HomeFleets => ({
  sweep: 30,
  clouds: ['prod'],
  unusable: [],
  sweeps: [sweepOf()],
  pictures: [],
  ...rest,
});

describe('the fleets in it', () => {
  it('are told in the words of `/ironic fleet`, with their age and buttons that lead on', () => {
    const of = fleets();
    expect(words({ fleets: of })).toContain(
      [
        '*Fleet*',
        '*prod · 40 nodes · 8 in trouble (1 new since 08:12)*',
        '`available` 32 · `clean failed` 8, all in trouble',
        'swept 12 min ago, 18:00',
        '*7 nodes: the ramdisk never called back* (likely)',
        '`node-wait-callback-timeout-0`, `node-wait-callback-timeout-1`, `node-wait-callback-timeout-2`, `node-wait-callback-timeout-3`, `node-wait-callback-timeout-4` and 2 more',
        '*1 node: the BMC refuses user or password* (likely)',
        '`node-bmc-credentials-0`',
        '*Longest:* `node-wait-callback-timeout-6`, `clean failed` for 7 h: It is the ramdisk never called back.',
      ].join('\n'),
    );
    const asked = JSON.stringify(home({ fleets: of }).blocks);
    expect(asked).toContain('Show nodes');
    expect(asked).toContain('Why node-bmc-credentials-0?');
    expect(asked).toContain('Why node-wait-callback-timeout-6?');
    expect(asked).toContain(
      '{\\"subject\\":\\"all nodes\\",\\"cloud\\":\\"prod\\",\\"command\\":\\"fleet\\"}',
    );
  });

  it.each([
    [
      { sweep: undefined, sweeps: [] },
      /there is no `fleet` key in ironic-oncall\.yml\. `fleet: \{ sweep: 30 \}`/,
    ],
    [{ sweep: 0, sweeps: [] }, /Nobody sweeps it: `fleet\.sweep: 0` says so/],
    [{ sweeps: [] }, /• prod: no sweep has seen it yet; they come every 30 min \(`fleet\.sweep`\)/],
    [
      { sweeps: [sweepOf({ glance: null, failed: { since: ago(30), words: 'Ironic cannot be reached' } })] },
      /• prod: no sweep has seen it since 17:42: Ironic cannot be reached/,
    ],
    [
      { sweeps: [sweepOf({ failed: { since: ago(5), words: 'Ironic cannot be reached' } })] },
      /⚠ as it was 12 min ago: not swept since 18:07, Ironic cannot be reached/,
    ],
    [{ sweep: 5 }, /⚠ as it was 12 min ago, though a sweep is due every 5 min/],
    [{ sweeps: [sweepOf({}, report({ partial: true }))] }, /more nodes than these 40/],
    [
      {
        sweeps: [
          sweepOf(
            {},
            report({ unread: [{ what: 'compute_services', reason: 'Nova is away', kind: 'failed' }] }),
          ),
        ],
      },
      /\*Not read:\* `compute services`: Nova is away/,
    ],
  ] satisfies readonly (readonly [Partial<HomeFleets>, RegExp])[])(
    '%# say why there is no more to see',
    (rest, said) => {
      expect(words({ fleets: fleets(rest) })).toMatch(said);
    },
  );

  it('that nobody sweeps are one sentence, and an entry that is wrong is named', () => {
    const said = words({
      fleets: fleets({ sweep: undefined, sweeps: [], clouds: ['prod', 'lab'], unusable: ['old'] }),
    });
    expect(said).not.toContain('prod');
    expect(said).toMatch(/• old: its entry of clouds\.yaml cannot be used/);
  });

  it('are told in a line each where they are many, the most troubled ones whole', () => {
    const clouds = Array.from({ length: 30 }, (_, place) => `cloud-${place}`);
    const sweeps = clouds.map((cloud, place) => {
      const groups = place === 17 ? [groupOf('bmc-credentials', 9)] : [];
      return sweepOf({ cloud }, { ...reportWith(groups), cloud });
    });
    const said = words({ fleets: fleets({ clouds, sweeps }) });
    expect(said).toMatch(/\*cloud-17 · 40 nodes · 9 in trouble/);
    expect(said).toMatch(/• cloud-4 · 40 nodes · none in trouble .* swept 12 min ago/);
    expect(said).toContain('_and 12 more clouds_');
  });

  it('have the picture of the last digest, with what it shows in words', () => {
    const picture: DigestPicture = {
      cloud: 'prod',
      slot: ago(600),
      file: 'F0PICTURE1',
      alt: 'Bars. 8 nodes.',
    };
    const [image, ...others] = home({
      fleets: fleets({ pictures: [picture, { ...picture, cloud: 'away' }] }),
    }).blocks.filter(({ type }) => type === 'image');
    expect(image).toMatchObject({
      slack_file: { id: 'F0PICTURE1' },
      alt_text: 'Bars. 8 nodes.',
      title: { text: 'prod, as the digest of 2026-11-22 08:12 UTC had it' },
    });
    expect(others).toEqual([]);
  });
});

const silence: Silence = {
  id: 'x1',
  of: { kind: 'cause', cause: 'bmc-credentials' },
  by: 'U0MAYA0001',
  reason: 'the PDU is swapped',
  at: ago(60),
  until: ago(-60),
};

describe('alerts in it', () => {
  it('are counted, the newest with a link to its thread, and what is silenced is said', () => {
    const message = { channel: 'C0ALERTS01', ts: '1795312921.000200' };
    const storm: Storm = { ...stormOf(), message: { channel: 'C0ALERTS01', ts: '1795312900.000300' } };
    const glance = {
      open: { answered: 3, reading: 1, silenced: 2 },
      storms: [storm],
      newest: [story({ message })],
    };
    const said = words({ alerts: { glance, silences: [silence] } });
    expect(said).toContain('*Alerts*\n6 stories are open: 3 answered, 1 being read, 2 silenced');
    expect(said).toMatch(
      /• storm since \S+: \d+ of \d+ still fire · .*<https:\/\/example\.slack\.com\/archives\/C0ALERTS01\/p1795312900000300\|message ↗>/,
    );
    expect(said).toMatch(
      /• node-17 · `IronicNodeCleanFailed` · critical · since \S+ · <https:\/\/example\.slack\.com\/archives\/C0ALERTS01\/p1795312921000200\?thread_ts=1795312920\.000100&amp;cid=C0ALERTS01\|thread ↗>/,
    );
    expect(said).toContain(
      '*Silenced*\n• `bmc-credentials` (the BMC refuses user or password) until 19:12 · by <@U0MAYA0001>',
    );
  });

  it('that there are none of are said to be none', () => {
    const none = { glance: { open: {}, storms: [], newest: [] }, silences: [] };
    expect(words({ alerts: none })).toContain('*Alerts*\nno stories are open');
    expect(words({ alerts: none })).not.toContain('Silenced');
  });
});

const contact = (rest: Partial<Contact> = {}): Contact => ({
  cloud: 'lab',
  service: 'Nova',
  answered: null,
  since: ago(12),
  asked: ago(1),
  why: 'no answer',
  ...rest,
});

describe('what cannot be reached', () => {
  it('is told in words for a person, since when, and when it was asked last', () => {
    const unreached = [
      contact(),
      contact({ service: 'Loki', why: 'HTTP 503', asked: ago(8) }),
      contact({ cloud: null, service: 'my own database', why: 'no use' }),
    ];
    expect(words({ unreached })).toContain(
      [
        '*⚠ I cannot reach now*',
        '• Nova of cloud lab: no answer since 12 min',
        '• Loki of cloud lab: HTTP 503 since 12 min, asked last 8 min ago',
        '• my own database: no use since 12 min',
      ].join('\n'),
    );
    expect(words({})).not.toContain('cannot reach');
  });
});

describe('wild input', () => {
  const wildSweep = fc.record({ text: wildText, nodes: fc.nat(40) }).map(({ text, nodes }): LastSweep => {
    const group = groupOf('bmc-credentials', nodes);
    const shared = { kind: 'rack', value: text, having: 1, members: 1, fit: 1 } as const;
    const of = reportWith([{ ...group, words: text, besides: [shared] }], {
      cloud: text,
      states: [{ state: text, nodes: 40, troubled: nodes, held: 0 }],
      unread: [{ what: 'node', reason: text, kind: 'failed' }],
    });
    const named = of.nodes.map((node) => ({ ...node, name: text, provision_state: text, summary: text }));
    return sweepOf({ cloud: text, failed: { since: text, words: text } }, { ...of, nodes: named });
  });

  it('is a Home tab that Slack takes, with no mention or link that is not ours', { timeout: 90_000 }, () => {
    fc.assert(
      fc.property(wildText, wildSweep, wildStory, wildStorm, (text, sweep, wild, storm) => {
        const pictures = [{ cloud: text, slot: ago(600), file: 'F0PICTURE1', alt: text }];
        const many = Array.from({ length: 40 }, (_, place) =>
          approval({ id: `approval-${place}`, name: text, reason: text }),
        );
        const silences = Array.from({ length: 20 }, () => ({ ...silence, reason: text }));
        const drawn = home({
          open: many,
          recent: many,
          frozen: { by: text, at: text, reason: text },
          fleets: fleets({
            clouds: [text, 'b', 'c', 'd'],
            sweeps: [sweep, { ...sweep, cloud: 'b' }],
            pictures,
          }),
          alerts: { glance: { open: { reading: 9 }, storms: [storm], newest: [wild, wild] }, silences },
          unreached: Array.from({ length: 30 }, () => contact({ cloud: text, service: text, why: text })),
          unread: [text],
        });
        expect(faultsOfView(drawn, PEOPLE)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('of every nasty kind, with everything that there may be, stays within what Slack takes', () => {
    for (const nasty of NASTY) {
      const many = Array.from({ length: 40 }, (_, place) =>
        approval({
          id: `approval-${place}`,
          name: nasty,
          reason: nasty,
          requester: place % 2 ? JONAS.id : 'U0MAYA0001',
        }),
      );
      const wild = home({ open: many, recent: many, frozen: { by: nasty, at: nasty, reason: nasty } });
      expect(faultsOfView(wild, PEOPLE)).toEqual([]);
    }
  });
});
