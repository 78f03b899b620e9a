import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SELF_NAME = new URL('../../../src/lib/self-name.ts', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'self-name-'));

/** In a process of its own, since what is registered stays. */
function said(program: string): string {
  const file = join(folder, 'program.mjs');
  writeFileSync(file, `import { answerTo } from ${JSON.stringify(SELF_NAME)};\n${program}`);
  return execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
}

test('a name means our file wherever it is imported, and other names what they meant', () => {
  writeFileSync(
    join(folder, 'user.ts'),
    "export { answerTo as it } from 'ours/kit'; export { sep } from 'node:path';",
  );
  const program = `
    answerTo('ours/kit', ${JSON.stringify(SELF_NAME)});
    const { it, sep } = await import('./user.ts');
    console.log(it === answerTo, sep);`;
  expect(said(program)).toBe('true /');
});

test('without it nobody outside knows the name', () => {
  expect(() => said("await import('ours/kit');")).toThrow(/ours/);
});
