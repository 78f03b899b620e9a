import { afterEach, expect, test } from 'vitest';
import { verifyJournal } from '../../../src/audit/verify.ts';
import type { ActRefusal } from '../../../src/core/acting.ts';
import { AGREER, ASKER, FORM, LEAD, NODE, OUTSIDER, PLACE, type SetUp, setUp } from '../../support/acting.ts';
import { asked, MINUTE, offer } from '../../support/attempt.ts';
import { BY_PEOPLE, BY_VOTES } from '../../support/attempts-by-people.ts';
import { TOO_LATE } from '../../support/attempts-too-late.ts';
import { WITH_BUTTONS, WITH_FORMS } from '../../support/attempts-with-buttons.ts';

let up: SetUp;
afterEach(async () => up.close());

const ATTEMPTS = [...WITH_BUTTONS, ...WITH_FORMS, ...BY_PEOPLE, ...BY_VOTES, ...TOO_LATE];

test.each(ATTEMPTS)('$what: refused, recorded, and nothing is done', async (attempt) => {
  up = await setUp(attempt.config);
  const id = (await attempt.after?.(up)) ?? '';
  const before = (await up.journal()).length;
  const open = await up.acting.open();
  const who = attempt.who ?? ASKER;

  const answer = await attempt.tries(up, id, who);
  expect(answer).toMatchObject({ kind: 'refused', code: attempt.code });
  expect((answer as ActRefusal).words).toMatch(attempt.words);

  const [entry, ...more] = await up.acting.audit({ limit: 100 });
  expect(entry).toMatchObject({ kind: 'refused', actor: who.id, code: attempt.code });
  expect(entry?.words).toContain((answer as ActRefusal).words.slice(0, 40));
  expect(more).toHaveLength(before);
  expect(await up.acting.open()).toEqual(open);
  expect(up.calls).toEqual([]);
  // Nothing comes of it later either, apart from what had been approved before.
  if (!open.some(({ state }) => state === 'approved')) {
    await up.work();
    expect(up.calls).toEqual([]);
  }
  expect(await verifyJournal(up.store)).toMatchObject({ intact: true });
});

test('what an entry of a refusal knows of its subject it says', async () => {
  up = await setUp();
  const id = await asked(up);
  await up.acting.approve(id, OUTSIDER);
  const [entry] = await up.acting.audit({ user: OUTSIDER.id });
  expect(entry).toMatchObject({
    approval: id,
    requester: LEAD.id,
    remediation: 'abort',
    name: 'node-17',
    node: NODE,
  });
});

test('whoever hammers on a button fills no disk, and the journal still says how often', async () => {
  up = await setUp();
  const id = await offer(up);
  for (let times = 0; times < 500; times += 1) await up.acting.request(id, OUTSIDER, FORM, PLACE);
  await up.acting.request(id, AGREER, FORM, PLACE);
  expect(await up.acting.audit({ user: OUTSIDER.id, limit: 999 })).toHaveLength(10);
  expect(await up.acting.audit({ user: AGREER.id })).toHaveLength(1);
  up.clock.at += MINUTE;
  await up.work();
  const [counted] = await up.acting.audit({ user: OUTSIDER.id });
  expect(counted).toMatchObject({ code: 'flood', words: expect.stringMatching(/^490 more were refused/) });
  await up.acting.request(id, OUTSIDER, FORM, PLACE);
  expect(await up.acting.audit({ user: OUTSIDER.id, limit: 999 })).toHaveLength(12);
});

test('records that are down let nobody do anything, and nobody is left without an answer', async () => {
  up = await setUp();
  const id = await offer(up);
  await up.store.db.schema.dropTable('journal').execute();
  const answer = await up.acting.request(id, ASKER, FORM, PLACE);
  expect(answer).toMatchObject({ kind: 'refused', code: 'records-down' });
  expect(await up.acting.open()).toEqual([]);
  expect(await up.acting.request(id, OUTSIDER, FORM, PLACE)).toMatchObject({ code: 'not-a-requester' });
  await up.store.db.schema.createTable('journal').addColumn('seq', 'integer').execute();
});
