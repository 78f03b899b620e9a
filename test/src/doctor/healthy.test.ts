import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadChecks, runDoctor } from '../../../src/doctor/run-doctor.ts';
import { type Clinic, openClinic } from '../../support/doctor.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic[Symbol.asyncDispose]());

test('where all is well every check has looked, and only what could be better is said', async () => {
  const { code, checks } = await clinic.examine();
  expect(checks.filter(({ state }) => state === 'fail' || state === 'skipped')).toEqual([]);
  // A reader may not validate (Ironic asks for a member), and the writer of the simulated cloud is an administrator.
  const better = checks.filter(({ state }) => state === 'warn').map(({ id }) => id);
  expect(better).toEqual(['cloud-sight', 'cloud-writer-power']);
  expect(new Set(checks.map(({ id }) => id))).toEqual(new Set((await loadChecks()).map(({ id }) => id)));
  expect(code).toBe(0);
});

test('nothing is changed by looking: not in the cloud, and nothing that a person would see in Slack', async () => {
  clinic.cloud.effects.clear();
  const before = clinic.slack.messages('ironic-audit').length;
  await clinic.examine();
  expect([...clinic.cloud.effects]).toEqual([]);
  expect(clinic.slack.messages('ironic-audit')).toHaveLength(before);
  expect(clinic.slack.ephemerals('U0MAYA0001')).toEqual([]);
  const posts = clinic.cloud.requests.filter(({ method }) => method !== 'GET');
  expect(new Set(posts.map(({ service }) => service))).toEqual(new Set(['keystone']));
});

test('only the cloud that is named is looked at', async () => {
  const { checks } = await clinic.examine((setup) => {
    setup.clouds['other'] = { auth: { auth_url: 'http://127.0.0.1:1/v3' } };
    setup.args.push('--cloud', 'demo');
  });
  expect(new Set(checks.flatMap(({ cloud = '' }) => cloud))).toEqual(new Set(['', 'demo']));
});

describe('in a terminal', () => {
  const talk = async (args: readonly string[], env: Record<string, string> = {}) => {
    const said = { out: '', err: '' };
    const into = (which: 'out' | 'err') =>
      new Writable({
        write(piece, _, done) {
          said[which] += piece;
          done();
        },
      });
    const code = await runDoctor(args, {
      env: { HOME: clinic.folder, ...env },
      out: into('out'),
      err: into('err'),
      clock: () => new Date(),
      node: process.versions.node,
      colours: false,
    });
    return { code, ...said };
  };

  test('where nothing is configured the five steps are said, and no failure', async () => {
    const { code, out } = await talk([]);
    expect(out.match(/^ {2}\d\. /gm)).toHaveLength(5);
    expect(out).not.toMatch(/FAIL/);
    expect(code).toBe(1);
    expect(JSON.parse((await talk(['--json'])).out)).toMatchObject({ configured: false });
  });

  test.each([
    [['--colour'], 'usage: '],
    [['--seconds', 'soon'], '--seconds is a whole number'],
  ])('%j is refused with the usage', async (args, words) => {
    const { code, err } = await talk(args);
    expect(err).toContain(words);
    expect(code).toBe(3);
  });

  test('a cloud that is not there is refused with the nearest', async () => {
    const { code, out } = await clinic.examine((setup) => void setup.args.push('--cloud', 'dmo'));
    expect(code).toBe(3);
    expect(out).toContain('dmo is none of demo; did you mean demo?');
  });
});
