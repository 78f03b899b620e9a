import type { Result, Section, State } from './check.ts';

const HEADINGS: Readonly<Record<Exclude<Section, 'cloud'>, string>> = {
  machine: 'This machine',
  configuration: 'Configuration',
  slack: 'Slack',
  people: 'People and channels',
  logs: 'Logs',
  records: 'Records',
};

const MARKS: Readonly<Record<State, { readonly word: string; readonly colour: number }>> = {
  ok: { word: '✓ ok  ', colour: 32 },
  warn: { word: '! warn', colour: 33 },
  fail: { word: '✗ FAIL', colour: 31 },
  skipped: { word: '– skip', colour: 2 },
};

/** For a person at a terminal; colour never carries meaning alone. */
export function draw(
  results: readonly Result[],
  { colours, seconds }: { colours: boolean; seconds: number },
): string {
  const shown = together(results);
  const width = Math.max(
    0,
    ...shown.filter(({ state }) => state !== 'skipped').map(({ title }) => title.length),
  );
  const painted = (text: string, colour: number) => (colours ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  let heading: string | undefined;
  let before: Result | undefined;
  for (const result of shown) {
    const own = headingOf(result);
    if (own !== heading) lines.push(...(heading === undefined ? [] : ['']), painted(own, 1));
    // A title that says several things stands once.
    const title = own === heading && before?.id === result.id ? '' : result.title;
    heading = own;
    before = result;
    const { word, colour } = MARKS[result.state];
    lines.push(`  ${painted(word, colour)}  ${title.padEnd(width)}  ${result.told}`);
    if (result.fix !== undefined) lines.push(`  ${' '.repeat(6)}  ${' '.repeat(width)}  → ${result.fix}`);
  }
  return [...lines, '', ...ending(results, seconds)].join('\n');
}

/** What is skipped for one reason stands in one line. */
function together(results: readonly Result[]): readonly Result[] {
  const shown: Result[] = [];
  for (const result of results) {
    const last = shown.at(-1);
    const same = last?.state === 'skipped' && result.state === 'skipped' && last.told === result.told;
    if (same && headingOf(last) === headingOf(result))
      shown[shown.length - 1] = { ...last, title: `${last.title}, ${result.title}` };
    else shown.push(result);
  }
  return shown;
}

const headingOf = ({ section, cloud }: Result): string =>
  section === 'cloud' ? `Cloud ${cloud}` : HEADINGS[section];

export function counts(results: readonly Result[]): Readonly<Record<State, number>> {
  const of = (state: State) => results.filter((result) => result.state === state).length;
  return { ok: of('ok'), warn: of('warn'), fail: of('fail'), skipped: of('skipped') };
}

/** What to begin with: the first failure, since what follows may stand on it; else the first warning. */
export function firstToMend(results: readonly Result[]): Result | undefined {
  return results.find(({ state }) => state === 'fail') ?? results.find(({ state }) => state === 'warn');
}

function ending(results: readonly Result[], seconds: number): readonly string[] {
  const { ok, warn, fail, skipped } = counts(results);
  const first = firstToMend(results);
  const sum = `${ok} ok, ${warn} to look at, ${fail} failed, ${skipped} skipped, in ${seconds.toFixed(1)} s.`;
  if (!first) return [sum];
  const where = first.cloud === undefined ? first.title : `${first.title} of cloud ${first.cloud}`;
  return [sum, `First: ${where}: ${first.fix ?? first.told}`];
}
