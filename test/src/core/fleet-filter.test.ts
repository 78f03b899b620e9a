import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filterable, filterMeant } from '../../../src/core/fleet-filter.ts';

const node = (name: string, more: Partial<Filterable> = {}): Filterable => ({
  uuid: `00000000-0000-4000-8000-${name.length.toString().padStart(12, '0')}`,
  name,
  provision_state: 'available',
  maintenance: false,
  properties: {},
  ...more,
});
const fleet: readonly Filterable[] = [
  node('node-1', { properties: { driver: 'ipmi', conductor: 'c1', bmc_subnet: '10.0.1.0/24' } }),
  node('node-17', {
    provision_state: 'clean failed',
    cause: 'clean-step-failed',
    properties: { driver: 'ipmi' },
  }),
  node('node-171', {
    provision_state: 'wait call-back',
    cause: 'dhcp-pxe-boot',
    properties: { switch: ['leaf-1', 'Leaf-2'] },
  }),
  node('ipmi', { maintenance: true, cause: 'operator-maintenance', properties: { driver: 'redfish' } }),
  node('deploy-9', {
    provision_state: 'deploy failed',
    cause: 'bmc-credentials',
    properties: { conductor_group: '' },
  }),
];
const told = (words: string) => {
  const filter = filterMeant(words, fleet);
  return filter && [filter.meant, ...fleet.filter((one) => filter.fits(one)).map(({ name }) => name)];
};

describe('what words mean', () => {
  it.each([
    ['clean failed', ['state clean failed', 'node-17']],
    ['CLEAN_FAILED', ['state clean failed', 'node-17']],
    ['clean-failed', ['state clean failed', 'node-17']],
    ['deploy wait', ['state deploy wait', 'node-171']],
    ['failed', ['all failed states', 'node-17', 'deploy-9']],
    ['maintenance', ['nodes in maintenance', 'ipmi']],
    ['trouble', ['nodes in trouble', 'node-17', 'node-171', 'ipmi', 'deploy-9']],
    ['clean-step-failed', ['cause clean-step-failed', 'node-17']],
    ['credentials', ['cause bmc-credentials', 'deploy-9']],
    ['ipmi', ['nodes with driver ipmi', 'node-1', 'node-17']],
    ['name:ipmi', ['node ipmi', 'ipmi']],
    ['driver:ipmi', ['nodes with driver ipmi', 'node-1', 'node-17']],
    ['driver = IPMI', ['nodes with driver IPMI', 'node-1', 'node-17']],
    ['subnet:10.0.1.0/24', ['nodes in BMC subnet 10.0.1.0/24', 'node-1']],
    ['leaf-2', ['nodes on switch leaf-2', 'node-171']],
    ['node-17', ['node node-17', 'node-17']],
    ['node-1*', ['names like node-1*', 'node-1', 'node-17', 'node-171']],
    ['node-1??', ['names like node-1??', 'node-171']],
    ['dep', ['names that begin with dep', 'deploy-9']],
  ])('%s', (words, expected) => expect(told(words)).toEqual(expected));

  it.each(['nothing-of-ours', 'driver:nothing', 'state:active', 'colour:red', '*x', ''])(
    '%j fits nothing',
    (words) => {
      const fits = told(words);
      // No word at all begins every name.
      expect(fits === undefined || words === '').toBe(true);
    },
  );
});

it('patterns mean what they mean elsewhere, and none takes long', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(pattern, letters, (words, name) => {
      fc.pre(/[*?]/.test(words));
      const naive = new RegExp(`^${words.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(filterMeant(`name:${words}`, [node(name)]) !== undefined).toBe(naive.test(name));
    }),
  );
  const slow = `${'a*'.repeat(2_000)}b`;
  expect(filterMeant(`name:${slow}`, [node('a'.repeat(5_000))])).toBeUndefined();
});
