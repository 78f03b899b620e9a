import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const SCRIPT = new URL('../../docs/openstack/oncall-rules', import.meta.url).pathname;

/** Where Ironic's API is installed, as in the laboratory. */
test.each([
  ['reader', 'oncall_reader', ['baremetal:node:validate']],
  [
    'writer',
    'oncall_writer',
    ['baremetal:node:set_provision_state', 'baremetal:node:traits:set', 'baremetal:node:vif:detach'],
  ],
])('rules for a %s are those of this release with one role more', async (kind, role, rules) => {
  const [ours, defaults] = await Promise.all([
    run('sh', [SCRIPT, kind]),
    run('oslopolicy-sample-generator', ['--namespace', 'ironic.api'], { maxBuffer: 16e6 }),
  ]);
  const printed = parse(ours.stdout) as Record<string, string>;
  expect(Object.keys(printed)).toEqual(expect.arrayContaining(rules));
  for (const [rule, value] of Object.entries(printed)) {
    const own = new RegExp(`^#"${rule}": "(.*)"$`, 'm').exec(defaults.stdout)?.[1];
    expect(value).toBe(`(${own}) or (role:${role} and system_scope:all)`);
  }
});
