import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What the acting tests need of the laboratory beyond its APIs: a BMC to unplug, and a conductor with another configuration. */
const run = promisify(execFile);
const LAB = dirname(process.env['OS_CLIENT_CONFIG_FILE'] ?? '');
const SCRIPTS =
  process.env['OPENSTACK_LAB'] ?? fileURLToPath(new URL('../../../shared/openstack', import.meta.url));

/** An IPMI 2.0 BMC of OpenIPMI's simulator, user admin, password "password", with a machine that is only a file. */
export interface Bmc {
  readonly driver_info: Readonly<Record<string, unknown>>;
  /** Answers nobody any more. */
  unplug(): void;
  plugIn(): void;
  remove(): void;
}

export function startBmc(port: number): Bmc {
  const folder = join(LAB, 'state', 'bmc', `own-${port}`);
  mkdirSync(join(folder, 'state'), { recursive: true });
  const power = join(folder, 'power');
  writeFileSync(power, '0\n');
  const chassis = join(folder, 'chassis');
  writeFileSync(
    chassis,
    `#!/bin/bash
op=$1; shift
if [ "$op" = get ]; then
  for key in "$@"; do case $key in power) echo "power:$(cat ${power})";; boot) echo "boot:none";; esac; done
else
  while [ $# -gt 0 ]; do case $1 in power) echo $2 >${power};; reset) echo 1 >${power};; esac; shift 2; done
fi
`,
    { mode: 0o755 },
  );
  const users = 'none md2 md5 straight';
  writeFileSync(
    join(folder, 'lan.conf'),
    `name "own-${port}"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 ${port}
    priv_limit admin
    allowed_auths_callback ${users}
    allowed_auths_user ${users}
    allowed_auths_operator ${users}
    allowed_auths_admin ${users}
    guid a123456789abcdefa12345678900${port}
  endlan
  chassis_control "${chassis}"
  user 1 true "" "" user 10 ${users}
  user 2 true "admin" "password" admin 10 ${users}
`,
  );
  writeFileSync(
    join(folder, 'cmd'),
    'mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02\nmc_enable 0x20\n',
  );
  const files = [
    '-n',
    '-c',
    join(folder, 'lan.conf'),
    '-f',
    join(folder, 'cmd'),
    '-s',
    join(folder, 'state'),
  ];
  const simulator = spawn('ipmi_sim', files, { stdio: 'ignore' });
  return {
    driver_info: {
      ipmi_address: '127.0.0.1',
      ipmi_port: port,
      ipmi_username: 'admin',
      ipmi_password: 'password',
      ipmi_cipher_suite: 3,
    },
    unplug: () => void simulator.kill('SIGSTOP'),
    plugIn: () => void simulator.kill('SIGCONT'),
    remove: () => void simulator.kill('SIGKILL'),
  };
}

/**
 * Restarts conductor-1 with these network interfaces, as somebody does who edits ironic.conf, and waits until it has called
 * again. `alive`: when it called last, empty while Ironic holds it for dead. What is enabled cannot be asked of the API: rows
 * of dead conductors count there.
 */
export async function conductorWith(interfaces: string, alive: () => Promise<string>): Promise<void> {
  const path = join(LAB, 'etc', 'conductor-1.conf');
  const lines = readFileSync(path, 'utf8').split('\n');
  const others = lines.filter((line) => line && !line.startsWith('enabled_network_interfaces'));
  writeFileSync(path, [...others, `enabled_network_interfaces = ${interfaces}`, ''].join('\n'));
  await run('bash', ['-c', '. ./lib.sh; stop conductor-1'], { cwd: SCRIPTS, timeout: 60_000 });
  const stopped = Date.now();
  await run('bash', ['-c', '. ./lib.sh; start_conductor conductor-1'], { cwd: SCRIPTS, timeout: 60_000 });
  const end = Date.now() + 120_000;
  // The first call registers it, and by the second it has begun to serve.
  for (let calls = new Set<string>(); calls.size < 2; ) {
    if (Date.now() > end) throw new Error(`conductor-1 did not come back with ${interfaces}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const called = await alive().catch(() => '');
    if (called && Date.parse(called) > stopped) calls = calls.add(called);
  }
}
