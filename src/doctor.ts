import { environment } from './config.ts';
import { runDoctor } from './doctor/run-doctor.ts';

const env = environment();
process.exitCode = await runDoctor(process.argv.slice(2), {
  env,
  out: process.stdout,
  err: process.stderr,
  clock: () => new Date(),
  node: process.versions.node,
  colours: Boolean(process.stdout.isTTY) && !env['NO_COLOR'],
});
// What was given up may still hold a connection open.
process.exit();
