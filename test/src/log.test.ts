import { expect, test } from 'vitest';
import { onErrand } from '../../src/lib/errand.ts';
import { createLog } from '../../src/log.ts';

function logged() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'info',
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  return { log, lines };
}

test('a line that is written on an errand has its id and what set it off, any other has none', async () => {
  const { log, lines } = logged();
  log.info('before');
  await onErrand({ what: 'slack app_mention', from: 'Ev1' }, async () => log.info({ ms: 7 }, 'answered'));
  await onErrand({ what: 'sweep' }, async () => log.info({ from: 'bolt' }, 'swept'));
  expect(lines[0]).not.toHaveProperty('correlation');
  expect(lines[1]).toMatchObject({ correlation: expect.stringMatching(/^req-/), origin: 'Ev1', ms: 7 });
  expect(lines[2]).not.toHaveProperty('origin');
  expect(lines[2]?.['correlation']).not.toBe(lines[1]?.['correlation']);
});
