import { runAudit } from './audit-command.ts';
import { environment } from './config.ts';

process.exitCode = await runAudit(process.argv.slice(2), {
  env: environment(),
  out: process.stdout,
  err: process.stderr,
});
