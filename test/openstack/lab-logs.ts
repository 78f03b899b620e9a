import { dirname, join } from 'node:path';

/** Where the laboratory's services write. */
export const LAB_LOG = join(dirname(process.env['OS_CLIENT_CONFIG_FILE'] ?? ''), 'log');

const conductor = (host: string) => ({
  files: [join(LAB_LOG, `${host}.log*`)],
  service: 'ironic-conductor',
  host,
});

/** The same as sources of `logs` in a configuration. */
export const LAB_SOURCES = [
  conductor('conductor-1'),
  conductor('conductor-2'),
  { files: [join(LAB_LOG, '{service}.log*')], host: 'controller' },
];
