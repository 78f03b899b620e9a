import { expect, test } from 'vitest';
import { innermost } from '../../../../src/core/error-signature.ts';
import { causesIn } from '../../../../src/core/text-causes.ts';

const IMAGE =
  "Cannot validate image information for node 1be26c0b-03f2-4d2e-ae87-c02d7f33c123 because one or more parameters are missing from its instance_info and insufficient information is present to boot from a remote volume. Missing are: ['ramdisk', 'kernel', 'image_source']";
const AGENT_IMAGE =
  "Node 1be26c0b-03f2-4d2e-ae87-c02d7f33c123 failed to validate deploy image info. Some parameters were missing. Missing are: ['instance_info.image_source']";
const RAMDISK =
  "Cannot validate PXE bootloader. Some parameters were missing in node's driver_info and configuration. Missing are: ['deploy_kernel', 'deploy_ramdisk']";
const RESCUE = 'Driver ipmi does not support rescue (disabled or not implemented).';

type Row = readonly [name: string, reason: string];
const border = '+------------+--------+--------+';
const table = (...rows: readonly Row[]) =>
  [
    border,
    '| Interface  | Result | Reason |',
    border,
    ...rows.map(([name, reason]) => `| ${name} | ${reason ? 'False' : 'True'} | ${reason} |`),
    border,
  ].join('\n');
const listed = (...rows: readonly Row[]) =>
  JSON.stringify(rows.map(([Interface, Reason]) => ({ Interface, Result: !Reason, Reason })));
const body = (...rows: readonly Row[]) =>
  JSON.stringify(Object.fromEntries(rows.map(([name, reason]) => [name, { result: !reason, reason }])));

const cause = (text: string) => causesIn(text)[0]?.cause;

test.each([
  ['a table', table],
  ['the JSON of the client', listed],
  ['the body of the API', body],
  [
    'the YAML of the client',
    (...rows: readonly Row[]) =>
      rows
        .map(([name, reason]) => `- Interface: ${name}\n  Reason: ${reason}\n  Result: ${!reason}`)
        .join('\n'),
  ],
])('no image in %s of a validation is normal before a deploy; no ramdisk is not', (_, draw) => {
  const power: Row = ['power', ''];
  const rescue: Row = ['rescue', RESCUE];
  const bare = draw(['boot', IMAGE], ['deploy', IMAGE], power, rescue);
  expect(innermost(bare)?.signature.id).toBe('validate-without-image');
  expect(cause(bare)).toBe('insufficient-evidence');
  expect(cause(draw(['deploy', AGENT_IMAGE], power))).toBe('insufficient-evidence');
  for (const text of [
    draw(['boot', RAMDISK], ['deploy', RAMDISK], power, rescue),
    draw(['boot', RAMDISK], ['deploy', AGENT_IMAGE], power, rescue),
    draw(['boot', IMAGE], ['deploy', RAMDISK], power, rescue),
  ]) {
    expect(innermost(text)?.signature.id).toBe('missing-parameters');
    expect(innermost(text)?.captures['missing']).toContain('deploy_kernel');
    expect(cause(text)).toBe('request-invalid');
  }
});

test('another trouble in the table goes before the image that is not there yet', () => {
  const credentials = 'IPMI call failed: power status.';
  expect(cause(table(['boot', IMAGE], ['power', credentials]))).toBe('ipmi-unreachable');
});

test('a table whose folded cells end before the list is still one without an image', () => {
  const cut = IMAGE.slice(0, IMAGE.indexOf(' and insufficient'));
  expect(cause(table(['boot', cut]))).toBe('insufficient-evidence');
});

test('a deploy that was asked for without an image is a wrong request', () => {
  const asked = `Failed to validate deploy or power info for node 1be26c0b. Error: ${IMAGE}`;
  expect(cause(asked)).toBe('request-invalid');
  expect(cause(AGENT_IMAGE)).toBe('request-invalid');
});

test('a table in which only optional interfaces are missing says nothing of a trouble', () => {
  expect(innermost(table(['power', ''], ['rescue', RESCUE]))?.signature.id).toBe('extension-unsupported');
});
