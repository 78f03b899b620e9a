import type { ActRefusal } from '../src/core/acting.ts';
import { acts } from '../src/core/acting-command.ts';
import type { AuditQuery } from '../src/core/audit-entry.ts';
import { defineCommand } from '../src/core/command.ts';
import { strangeness } from '../src/core/person.ts';
import { readSince } from '../src/core/since.ts';

const USAGE = 'audit [node | @person] [since 2h | yesterday | 2026-11-22]';
/** What one reads in Slack; all of it is in the export. */
const SHOWN = 20;
const USER = /^<@([UW][A-Z0-9]+)>$|^([UW][A-Z0-9]{7,})$/;

export default defineCommand({
  id: 'audit',
  usage: USAGE,
  summary: 'who did what through me, when and why, and how it ended',
  examples: ['audit', 'audit node-17', 'audit @jonas', 'audit since 2h', 'audit node-17 since yesterday'],
  group: 'act',
  shownTo: 'acting',
  namesPeople: true,
  run: acts(async (acting, { text, who, now }) => {
    const query = readQuery(text, now);
    if (typeof query === 'string') return { kind: 'words', text: query };
    const person = await who();
    if (strangeness(person)) {
      await acting.refuse(person, NOT_YOURS.code, 'wanted to read the journal');
      return NOT_YOURS;
    }
    const entries = await acting.audit({ ...query, limit: SHOWN + 1 });
    const about = text
      .replace(/\s+/g, ' ')
      .replace(/<@(\w+)>/g, '$1')
      .trim();
    return { kind: 'audit', about, entries: entries.slice(0, SHOWN), more: entries.length > SHOWN };
  }),
});

const NOT_YOURS: ActRefusal = {
  kind: 'refused',
  code: 'journal-closed',
  words: 'The journal is for full members of this workspace, as far as Slack can tell me who they are.',
};

/** What to look for, or what is wrong with the words. */
function readQuery(text: string, now: Date): AuditQuery | string {
  const said = text.replace(/\s+/g, ' ').trim();
  const [, subject = '', since] = /^(.*?)(?:(?:^|\s)since(?=\s|$)(.*))?$/i.exec(said) ?? [];
  const from = since === undefined ? undefined : readSince(since, now);
  if (since !== undefined && from === undefined) {
    return `Since when? \`2h\`, \`3d\`, \`yesterday\` or a date such as \`2026-11-22\`: \`${USAGE}\`.`;
  }
  const name = subject.replace(/^["'`]+|["'`?]+$/g, '');
  if (name.startsWith('@'))
    return `I know nobody by the name \`${name}\`: let Slack complete it, or paste their member id.`;
  const [, mentioned, id] = USER.exec(name) ?? [];
  const user = mentioned ?? id;
  return {
    ...(user ? { user } : name ? { node: name } : {}),
    ...(from === undefined ? {} : { since: from }),
  };
}
