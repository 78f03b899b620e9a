import { format, inspect } from 'node:util';
import { expect, it } from 'vitest';
import { secret } from '../../../src/openstack/secret.ts';

it('a secret tells itself only when asked', () => {
  const hidden = secret('hunter22');
  const printed = [
    String(hidden),
    JSON.stringify({ hidden }),
    inspect({ hidden }, { showHidden: true, depth: 9 }),
    format('%o %s', hidden, hidden),
  ];
  for (const text of printed) expect(text).not.toContain('hunter22');
  expect({ ...hidden }.reveal()).toBe('hunter22');
});
