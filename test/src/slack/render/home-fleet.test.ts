import { describe, expect, it } from 'vitest';
import type { DigestPicture } from '../../../../src/core/last-sweep.ts';
import type { HomeFleets } from '../../../../src/slack/render/home-fleet.ts';
import { groupOf, reportWith } from '../../../support/fleet.ts';
import { ago, fleets, home, report, sweepOf, words } from '../support/home.ts';

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
