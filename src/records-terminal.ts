import { environment } from './config.ts';
import { runRecords } from './records-command.ts';

process.exitCode = await runRecords(process.argv.slice(2), {
  env: environment(),
  out: process.stdout,
  err: process.stderr,
});
