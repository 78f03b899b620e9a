import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  forHowLong,
  secondsInState,
  typedFlavor,
  typedName,
  typedUuid,
  typedWord,
} from '../../../src/core/node-words.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (over: Record<string, unknown>) =>
  NodeSchema.parse({ uuid: 'u-1', provision_state: 'active', ...over });

describe('words for a command line', () => {
  it('are the name, or the UUID where the name is no plain word', () => {
    expect(typedName(node({ name: 'node-17' }))).toBe('node-17');
    expect(typedName(node({ name: 'x; rm -rf /' }))).toBe('u-1');
    expect(typedName(node({ name: '--help' }))).toBe('u-1');
  });

  it('are a placeholder where not even the UUID is a plain word', () => {
    const evil = node({ uuid: '$(reboot)', name: '`reboot`' });
    expect([typedName(evil), typedUuid(evil), typedUuid(undefined)]).toEqual(['<node>', '<node>', '<node>']);
  });

  it('name a flavor by its id where its name is more than one word', () => {
    expect(typedFlavor({ name: 'bm.gold', id: '7' })).toBe('bm.gold');
    expect(typedFlavor({ name: 'bm gold', id: '7' })).toBe('7');
    expect(typedFlavor({ name: 'bm gold', id: 'bm gold' })).toBe('<flavor>');
  });

  it('never let a shell see more than one word', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(typedName(node({ name }))).toMatch(/^[\w.~-]+$/);
        expect(typedWord(name, 'conductor')).toMatch(/^(?:[\w.:~-]+|<conductor>)$/);
      }),
    );
  });
});

describe('time in a state', () => {
  it('is counted from provision_updated_at, or admitted to be unknown', () => {
    const now = new Date('2026-11-22T18:00:00Z');
    expect(secondsInState(node({ provision_updated_at: '2026-11-22T17:48:00+00:00' }), now)).toBe(720);
    expect(forHowLong(720)).toBe('12 min');
    expect(forHowLong(secondsInState(node({}), now))).toBe('an unknown time');
  });
});
