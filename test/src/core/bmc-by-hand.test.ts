import { expect, it } from 'vitest';
import { bmcResetByHand, powerStatusByHand } from '../../../src/core/bmc-by-hand.ts';
import { shellWords } from '../../support/shell-words.ts';

const bmc = '10.4.12.17';

it('asks in the protocol that the driver speaks', () => {
  expect(powerStatusByHand({ driver: 'ipmi', bmc })).toMatch(/^ipmitool .* -H 10\.4\.12\.17 /);
  expect(powerStatusByHand({ driver: 'redfish', bmc })).toContain(
    'https://10.4.12.17/redfish/v1/Systems/<system>',
  );
  expect(powerStatusByHand({ driver: 'idrac', bmc })).toMatch(/^curl /);
  expect(powerStatusByHand({ driver: '<driver>', bmc })).toMatch(/^ipmitool /);
});

it('resets the manager and not the machine', () => {
  expect(bmcResetByHand({ driver: 'ipmi', bmc })).toMatch(/mc reset cold$/);
  expect(bmcResetByHand({ driver: 'redfish', bmc })).toContain('/Managers/<manager>/Actions/Manager.Reset');
});

it('never writes a password', () => {
  for (const driver of ['ipmi', 'redfish'])
    for (const command of [powerStatusByHand({ driver, bmc }), bmcResetByHand({ driver, bmc })]) {
      expect(command).not.toMatch(/ -P |-u \S+:/);
      expect(() => shellWords(command)).not.toThrow();
    }
});
