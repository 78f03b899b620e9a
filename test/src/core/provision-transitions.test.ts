import { describe, expect, it, test } from 'vitest';
import {
  FAILED_STATES,
  HOLD_STATES,
  ING_STATES,
  STABLE_STATES,
  WAIT_STATES,
} from '../../../src/core/provision-state.ts';
import {
  exitOf,
  PROVISION_VERBS,
  type ProvisionVerb,
  wireTarget,
} from '../../../src/core/provision-transitions.ts';
import { knownStates, transition } from '../../../src/sandbox/cloud/ironic/transitions.ts';

const STATES = [...WAIT_STATES, ...ING_STATES, ...FAILED_STATES, ...HOLD_STATES, ...STABLE_STATES];
const NEWEST = '1.115';

describe('exitOf', () => {
  test.each<[string, ProvisionVerb, string, readonly string[]]>([
    ['enroll', 'manage', 'verifying', ['manageable']],
    ['manageable', 'provide', 'cleaning', ['available']],
    ['manageable', 'clean', 'cleaning', ['manageable']],
    ['available', 'manage', 'manageable', ['manageable']],
    ['active', 'undeploy', 'deleting', ['available', 'manageable']],
    ['deploy failed', 'rebuild', 'deploying', ['active']],
    ['clean wait', 'abort', 'clean failed', ['clean failed']],
    ['deploy hold', 'unhold', 'wait call-back', ['active']],
    ['service failed', 'abort', 'active', ['active']],
    ['rescue failed', 'unrescue', 'unrescuing', ['active']],
  ])('%s is left by %s for %s', (state, verb, to, ends) => {
    expect(exitOf(state, verb, NEWEST)).toEqual({ kind: 'legal', to, ends });
  });

  it('says what does leave a state', () => {
    expect(exitOf('clean failed', 'provide', NEWEST)).toEqual({
      kind: 'illegal',
      words: 'Ironic does not provide a node in clean failed: what leaves that state is manage',
    });
    expect(exitOf('deploy failed', 'manage', NEWEST)).toMatchObject({
      words: expect.stringContaining('deploy, rebuild and undeploy'),
    });
  });

  it.each(ING_STATES)('knows no way out of %s', (state) => {
    for (const verb of PROVISION_VERBS) {
      expect(exitOf(state, verb, undefined)).toMatchObject({
        kind: 'illegal',
        words: expect.stringContaining('the conductor is at work'),
      });
    }
  });

  it('knows nothing of a state that it never heard of, whatever objects inherit', () => {
    for (const state of ['melting', 'toString', 'constructor', '__proto__', ''])
      expect(exitOf(state, 'manage', NEWEST)).toMatchObject({ kind: 'illegal' });
  });

  it.each<[string, ProvisionVerb, string, string]>([
    ['wait call-back', 'abort', '1.109', '1.110'],
    ['inspect wait', 'abort', '1.40', '1.41'],
    ['active', 'service', '1.82', '1.87'],
    ['active', 'rescue', '1.37', '1.38'],
    ['clean hold', 'unhold', '1.84', '1.85'],
    ['service failed', 'undeploy', '1.95', '1.96'],
    ['enroll', 'manage', '1.3', '1.4'],
  ])('%s needs a newer Ironic for %s than %s: %s', (state, verb, old, needs) => {
    expect(exitOf(state, verb, old)).toMatchObject({ kind: 'too-old', needs });
    expect(exitOf(state, verb, old)).toMatchObject({
      words: expect.stringContaining(`${needs}, and it has ${old}`),
    });
    expect(exitOf(state, verb, needs)).toMatchObject({ kind: 'legal' });
  });

  it('holds an unknown version against nobody', () => {
    expect(exitOf('wait call-back', 'abort', undefined)).toMatchObject({ kind: 'legal' });
    expect(exitOf('wait call-back', 'abort', 'latest')).toMatchObject({ kind: 'legal' });
  });

  it('was always able to deploy and to undeploy', () => {
    expect(exitOf('available', 'deploy', '1.1')).toMatchObject({ kind: 'legal' });
    expect(exitOf('active', 'undeploy', '1.1')).toMatchObject({ kind: 'legal' });
  });

  it('leads only to states that are known', () => {
    for (const state of STATES) {
      for (const verb of PROVISION_VERBS) {
        const found = exitOf(state, verb, undefined);
        if (found.kind === 'legal') expect(STATES).toEqual(expect.arrayContaining([found.to, ...found.ends]));
      }
    }
  });
});

/** The simulated cloud has its own table, made apart from this one. */
describe('the simulated cloud', () => {
  const isYoung = (state: string) => state.startsWith('service') || state.endsWith('hold');
  const both = (minor: number) =>
    STATES.filter((state) => knownStates.has(state) && (minor >= 87 || !isYoung(state)));

  it.each([1, 40, 82, 109, 115])('allows the same at 1.%d', (minor) => {
    const legal = both(minor).flatMap((state) => PROVISION_VERBS.map((verb) => ({ state, verb })));
    const ours = legal.filter(({ state, verb }) => exitOf(state, verb, `1.${minor}`).kind === 'legal');
    const theirs = legal.filter(
      ({ state, verb }) => transition(state, wireTarget(verb), minor).kind === 'legal',
    );
    expect(ours).toEqual(theirs);
    expect(ours.length).toBeGreaterThan(10);
  });

  it('leads to the same states', () => {
    const differing = both(115).flatMap((state) =>
      PROVISION_VERBS.flatMap((verb) => {
        const ours = exitOf(state, verb, NEWEST);
        const theirs = transition(state, wireTarget(verb), 115);
        if (ours.kind !== 'legal' || theirs.kind !== 'legal' || ours.to === theirs.to) return [];
        return [`${state} ${verb}: ${ours.to}, ${theirs.to}`];
      }),
    );
    expect(differing).toEqual([]);
  });
});

test('what goes over the wire is known to every release', () => {
  expect(PROVISION_VERBS.map(wireTarget).filter((word, index) => word !== PROVISION_VERBS[index])).toEqual([
    'active',
    'deleted',
  ]);
});
