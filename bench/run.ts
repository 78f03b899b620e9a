import { readdirSync } from 'node:fs';

/**
 * `npm run bench -- NAME [--check]`: measures and prints JSON. Figures are ratios within one run, since machines differ
 * and are noisy; with `--check` the exit code says whether they hold.
 */
export interface Measured {
  readonly figures: Readonly<Record<string, unknown>>;
  /** What must hold, with whether it does. */
  readonly claims: Readonly<Record<string, boolean>>;
}

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const [name, ...flags] = process.argv.slice(2);
if (!name || !known.includes(name)) {
  console.error(`usage: npm run bench -- ${known.join(' | ')} [--check]`);
  process.exit(3);
}
const { default: measure } = (await import(`./${name}.ts`)) as { default: () => Promise<Measured> };
const measured = await measure();
console.log(JSON.stringify({ bench: name, ...measured }, null, 2));
const broken = Object.entries(measured.claims).filter(([, holds]) => !holds);
process.exit(flags.includes('--check') && broken.length > 0 ? 1 : 0);
