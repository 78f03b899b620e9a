import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bmcHosts, formOf } from '../../../src/diagnosis/words.ts';

const uuid = '9255d64d-fabd-4a35-868b-fbbeed602348';

test.each([
  ['node-17', { kind: 'name', name: 'node-17' }],
  [uuid, { kind: 'uuid', uuid }],
  [uuid.replaceAll('-', '').toUpperCase(), { kind: 'uuid', uuid }],
  ['52:54:00:1A:B0:77', { kind: 'mac', mac: '52:54:00:1a:b0:77' }],
  ['52-54-00-1a-b0-77', { kind: 'mac', mac: '52:54:00:1a:b0:77' }],
  ['5254.001a.b077', { kind: 'mac', mac: '52:54:00:1a:b0:77' }],
  ['10.4.12.17', { kind: 'address', host: '10.4.12.17' }],
  ['https://10.4.12.17/redfish/v1', { kind: 'address', host: '10.4.12.17' }],
  ['fd00::17', { kind: 'address', host: 'fd00::17' }],
  ['[fd00::17]:623', { kind: 'address', host: 'fd00::17' }],
  ['bmc17:8443', { kind: 'address', host: 'bmc17' }],
  ['  bm.gold ', { kind: 'name', name: 'bm.gold' }],
])('%s is read by its form', (words, form) => {
  expect(formOf(words)).toEqual(form);
});

test('nothing is read from nothing', () => {
  expect(formOf('   ')).toBeUndefined();
});

test('wild words always have a form and never throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (words) => void formOf(words)));
});

test('the BMC is found under whatever name its driver keeps it', () => {
  expect(bmcHosts({ ipmi_address: '10.4.12.17', ipmi_port: 623 })).toEqual(['10.4.12.17']);
  expect(bmcHosts({ redfish_address: 'https://BMC17.example.com:8443' })).toEqual(['bmc17.example.com']);
  expect(bmcHosts({ ipmi_address: null })).toEqual([]);
  expect(bmcHosts(undefined)).toEqual([]);
});
