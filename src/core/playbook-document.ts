import { ADVICE } from './advice.ts';
import { CAUSES, type Cause } from './cause.ts';
import { GUIDE_SECTIONS, type GuideSection, guideOf, isInGuide } from './guide.ts';
import type { Playbook } from './playbook.ts';
import type { Procedure } from './procedure.ts';
import { namesAnyRecognised, RECOGNISED } from './recognised-errors.ts';
import { isByApi, labelOf, REMEDIATIONS, type RemediationId } from './remediation.ts';
import { SIGNATURES } from './signatures/index.ts';

/** Headings of the guide that stand below the one before them. */
const SUBSECTIONS: ReadonlySet<GuideSection> = new Set<GuideSection>([
  'ipmi-over-lan',
  'ipmi-lanplus',
  'iowait',
  'io-failure',
  'file-size',
  'wait-communication',
  'agent-stuck',
  'stop-operation',
  'clock-skew',
  'clock-firmware',
  'some-nodes',
]);

const ANY_ERROR = `any recognised error (${RECOGNISED.templates} templates)`;
const ANY_REMEDY = 'what is known to help against that error';
const WORDINGS = '[known wordings](#known-wordings)';

interface Row {
  readonly section: GuideSection;
  /** Playbooks that answer for it, its own before those that also cover it. */
  readonly playbooks: readonly Playbook[];
  /** Causes that known wordings of errors lead to here. */
  readonly worded: readonly Cause[];
  readonly procedures: readonly Procedure[];
}

/** Who answers for each section, in the order of the guide. */
function rowsOf(playbooks: readonly Playbook[], procedures: readonly Procedure[]): readonly Row[] {
  return GUIDE_SECTIONS.map((section) => ({
    section,
    playbooks: [
      ...playbooks.filter(({ guide }) => guide === section),
      ...playbooks.filter((one) => one.guide !== section && coversByItself(one, section)),
    ],
    worded: wordedCauses(section),
    procedures: procedures.filter(({ sections }) => sections.includes(section)),
  }));
}

/** Playbooks that go by wordings cover most sections and tell of none more than of the others. */
function coversByItself(playbook: Playbook, section: GuideSection): boolean {
  if (!playbook.covers?.includes(section)) return false;
  return !namesAnyRecognised(playbook.causes ?? []) || !RECOGNISED.sections.includes(section);
}

function wordedCauses(section: GuideSection): readonly Cause[] {
  const named = SIGNATURES.filter(
    ({ cause, guide }) => (guide ?? ('guide' in ADVICE[cause] ? ADVICE[cause].guide : undefined)) === section,
  );
  return unique(named.map(({ cause }) => cause));
}

const isAnswered = ({ playbooks, procedures }: Row): boolean => playbooks.length > 0 || procedures.length > 0;

/** Sections of the guide for which there is neither a playbook nor a procedure. */
export function gapsIn(
  playbooks: readonly Playbook[],
  procedures: readonly Procedure[],
): readonly GuideSection[] {
  return rowsOf(playbooks, procedures)
    .filter((row) => isInGuide(row.section) && !isAnswered(row))
    .map(({ section }) => section);
}

/** docs/playbooks.md: what the bot knows of the guide, from the playbooks and procedures themselves. */
export function playbookDocument(playbooks: readonly Playbook[], procedures: readonly Procedure[]): string {
  const rows = rowsOf(playbooks, procedures);
  const table = (those: readonly Row[]) => those.map(rowLine).join('\n');
  const readers = playbooks.filter((one) => namesAnyRecognised(one.causes ?? []));
  return `# Playbooks

Written by \`npm run docs\` from \`playbooks/\` and \`src/core/procedures/\`; a test compares.

Sections are those of Ironic's troubleshooting guide, in its order, ↳ below the one before it. A remedy of the API carries its risk; the others are a
person's. Causes, facts and remedies of a line are those of all its playbooks together.

| section | playbooks | causes | evidence | remedies | by hand |
|---|---|---|---|---|---|
${table(rows.filter(({ section }) => isInGuide(section)))}
| **Beyond the guide** | | | | | |
${table(rows.filter((row) => !isInGuide(row.section) && isAnswered(row)))}

## Known wordings

${RECOGNISED.templates} wordings of errors (\`src/core/signatures/\`) lead to a cause, and the cause to a section. Whoever goes by them can name any of these:
${readers.map(link).join(', ')}. They read ${unique(readers.flatMap(({ reads = [] }) => reads))
    .map(code)
    .join(', ')}.

## What each playbook asks

${playbooks.map(partOf).join('\n\n')}
`;
}

function rowLine({ section, playbooks, worded, procedures }: Row): string {
  const { title, url } = guideOf(section);
  const isReader = (one: Playbook) => namesAnyRecognised(one.causes ?? []);
  const sharp = playbooks.filter((one) => !isReader(one));
  const readers = playbooks.filter(isReader);
  const causes = [...sharp.flatMap((one) => one.causes ?? []), ...worded];
  const remedies = [
    ...sharp.flatMap((one) => one.remedies ?? []),
    ...worded.flatMap((cause) => ADVICE[cause].remediations),
    // What wordings advise is told with each of them; here only the ways out that the playbook adds.
    ...readers.flatMap((one) =>
      (one.remedies ?? []).filter((id) => !advises(one) || !RECOGNISED.remedies.includes(id)),
    ),
  ];
  return `| ${[
    `${SUBSECTIONS.has(section) ? '↳ ' : ''}[${cell(title)}](${url})${section === 'maintenance' ? ': a person’s maintenance' : ''}`,
    dash([...playbooks.map(link), ...(worded.length > 0 ? [WORDINGS] : [])]),
    dash([...unique(causes).map(code), ...(readers.length > 0 ? [ANY_ERROR] : [])]),
    dash(unique(playbooks.flatMap(({ reads = [] }) => reads)).map(code)),
    dash([...unique(remedies).map(remedyWords), ...(readers.some(advises) ? [ANY_REMEDY] : [])]),
    dash(procedures.map(({ id }) => code(`/ironic guide ${id}`))),
  ].join(' | ')} |`;
}

/** Whether it hands on what is advised against each known error. */
function advises({ remedies = [] }: Playbook): boolean {
  return RECOGNISED.remedies.every((id) => remedies.includes(id));
}

function partOf(playbook: Playbook): string {
  const { id, title, guide, checks, causes = [] } = playbook;
  const any = namesAnyRecognised(causes);
  const named = any ? [`- ${ANY_ERROR}`] : causes.map((cause) => `- ${code(cause)}: ${CAUSES[cause]}`);
  return `### ${id}

${cell(title)}. Guide: [${cell(guideOf(guide).title)}](${guideOf(guide).url}).

It asks:
${checks.map(({ asks }) => `- ${cell(asks)}`).join('\n')}

It can name:
${named.join('\n')}`;
}

function remedyWords(id: RemediationId): string {
  return isByApi(id) ? `${code(id)} (${REMEDIATIONS[id].risk})` : cell(labelOf(id));
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];
const code = (word: string): string => `\`${word}\``;
const link = ({ id }: Playbook): string => `[${id}](#${id})`;
const dash = (words: readonly string[]): string => (words.length > 0 ? words.join(', ') : '–');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
