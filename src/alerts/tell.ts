import type { Story, StoryAlert } from '../core/alert-story.ts';
import { fires, isOver, type KeptStory, lookAgain, revised } from './kept.ts';
import { type Hush, settled } from './settle.ts';
import { isLater, tsOf } from './slack-time.ts';
import type { Told } from './told.ts';
import type { KeptKey, Turn } from './turn.ts';

export interface TellOptions {
  readonly hush: Hush;
  readonly newId: () => string;
  /** Minutes until what still fires is looked at again. */
  readonly refresh: number;
}

/** What a message says now; nothing that it said before counts any more. */
export async function tellMessage(turn: Turn, ts: string, told: Told, options: TellOptions): Promise<void> {
  const known = await turn.message(ts);
  if (known && !known.deleted && !isLater(told.revised, known.revised)) return;
  const before = known?.keys ?? [];
  const now = new Map(told.alerts.map((one) => [one.key, one]));
  const missing = before.filter((key) => !now.has(key));
  const desk = await openDesk(turn, told, options, await turn.storyOf(ts), { alert: ts, delivery: null });
  if (known?.deleted) {
    // It came late, and what it said was over is over for others who tell of it.
    for (const alert of told.alerts) if (!fires(alert)) await desk.hear(alert);
    return await desk.close();
  }
  const still: string[] = [];
  for (const key of missing) {
    const [only] = told.alerts;
    // A message that has one alert before and after is about the same one: tools reword it.
    if (before.length === 1 && told.single && only) await desk.becomes(key, only);
    else if (told.over) await desk.ends(key, null);
    // Who else has spoken of it since knows better than who leaves it out.
    else if (told.whole && told.alerts.length > 0) await desk.ends(key, null, known?.revised);
    else still.push(key);
  }
  for (const alert of told.alerts) await desk.hear(alert);
  await turn.keepMessage(ts, { revised: told.revised, deleted: false, keys: [...now.keys(), ...still] });
  await desk.close();
}

/** What a tool told our own listener; of alerts that it leaves out it says nothing. */
export async function tellDelivery(
  turn: Turn,
  delivery: string,
  told: Told,
  options: TellOptions,
): Promise<void> {
  const own = await turn.storyFor(delivery);
  const desk = await openDesk(turn, told, options, own, { alert: null, delivery });
  for (const alert of told.alerts) await desk.hear(alert);
  await desk.close();
}

/** The message is gone, and its alerts may be told by whoever tells of them next. */
export async function tellDeleted(turn: Turn, ts: string): Promise<void> {
  const known = await turn.message(ts);
  if (known?.deleted) return;
  await turn.keepMessage(ts, { revised: known?.revised ?? ts, deleted: true, keys: [] });
  const kept = await turn.storyOf(ts);
  if (!kept || kept.story.state === 'gone') return;
  await turn.freeKeys(kept.story.id);
  await turn.change(kept, gone(kept, turn.now));
}

/** Nobody tells of it any more. */
export function gone(kept: KeptStory, now: string): KeptStory {
  const { story, look } = kept;
  const closed_at = story.closed_at ?? now;
  const next: Story = { ...story, state: 'gone', closed_at, silenced_until: null };
  return { ...kept, story: revised(story, next), look: { ...look, at: null } };
}

interface Draft {
  readonly before: KeptStory | undefined;
  next: KeptStory;
}

/** Stories that one telling changes, written together when it is closed. */
async function openDesk(
  turn: Turn,
  told: Told,
  { hush, newId, refresh }: TellOptions,
  own: KeptStory | undefined,
  place: Pick<KeptStory, 'delivery'> & Pick<Story, 'alert'>,
) {
  const { source, revised: when, at } = told;
  const drafts = new Map<string, Draft>();
  const afresh = (kept: KeptStory) => lookAgain(kept, turn.now, refresh);
  let ownId = own?.story.id;
  let elsewhere: string[] = [];
  if (own) drafts.set(own.story.id, { before: own, next: own });

  async function draftOf(id: string): Promise<Draft | undefined> {
    const known = drafts.get(id);
    if (known) return known;
    const kept = await turn.story(id);
    if (!kept) return undefined;
    const draft = { before: kept, next: kept };
    drafts.set(id, draft);
    return draft;
  }

  function ownDraft(): Draft {
    const known = ownId === undefined ? undefined : drafts.get(ownId);
    if (known) {
      if (isOver(known.next.story)) known.next = afresh(reopened(known.next, turn.now));
      return known;
    }
    const draft = { before: undefined, next: fresh() };
    ownId = draft.next.story.id;
    drafts.set(ownId, draft);
    return draft;
  }

  function fresh(): KeptStory {
    const story: Story = {
      ...{ id: newId(), version: 0, channel: turn.channel, alert: place.alert, source, state: 'reading' },
      ...{ opened_at: turn.now, closed_at: null, alerts: [], elsewhere: null, findings: [], groups: [] },
      ...{ answer: null, problem: null, silenced_until: null, end: null, storm: null, message: null },
    };
    return {
      story,
      delivery: place.delivery,
      heard_at: turn.now,
      read: 'reading',
      look: { at: turn.now, wait: refresh, tries: 0 },
      seen: { first: {}, looked: {}, round: 1 },
    };
  }

  /** Puts an alert in the place of the one with that key, or behind the others. */
  function put(draft: Draft, alert: StoryAlert, key = alert.key): void {
    const { story } = draft.next;
    const known = story.alerts.find((one) => one.key === key);
    const begun = known && known.started < alert.started && fires(known) ? { started: known.started } : {};
    const next = { ...alert, ...begun };
    const alerts = known
      ? story.alerts.map((one) => (one.key === key ? next : one))
      : [...story.alerts, next];
    const same = known !== undefined && JSON.stringify(known) === JSON.stringify(next);
    const heard = { ...draft.next, heard_at: turn.now };
    draft.next = same ? heard : afresh({ ...heard, story: { ...story, alerts } });
  }

  /** Who tells us directly has no other clock than ours: what is later than now was told before it was set back. */
  const fromBefore = (told: string) => place.delivery !== null && isLater(told, tsOf(new Date(turn.now)));
  const isStale = (known: KeptKey | undefined) =>
    known !== undefined && isLater(known.told, when) && !fromBefore(known.told);

  async function ends(key: string, last: StoryAlert | null, unlessSince?: string): Promise<void> {
    const known = await turn.key(key);
    if (isStale(known) || (known && unlessSince !== undefined && isLater(known.told, unlessSince))) return;
    const ended = last?.ended ?? at;
    await turn.keepKey(key, { story: null, told: when, ended_at: ended });
    const draft = known?.story ? await draftOf(known.story) : undefined;
    const alert = draft?.next.story.alerts.find((one) => one.key === key);
    if (!draft || !alert) return;
    put(draft, { ...alert, status: 'resolved', ended });
  }

  async function hear(alert: StoryAlert): Promise<void> {
    if (!fires(alert)) return await ends(alert.key, alert);
    const known = await turn.key(alert.key);
    const holder = known?.story ? await draftOf(known.story) : undefined;
    if (holder && known?.story !== ownId) {
      elsewhere.push(holder.next.story.id);
      if (isStale(known)) return;
      put(holder, { ...alert, started: startOf(holder, alert) });
      await firing(alert.key, holder);
      return;
    }
    // It was over, or said otherwise, by who spoke later.
    if (isStale(known)) return;
    // A tool that sends again what it has sent before.
    if (!holder && place.delivery !== null && known && isOldNews(alert, known)) return;
    const draft = holder ?? ownDraft();
    put(draft, alert);
    await firing(alert.key, draft);
  }

  const firing = (key: string, { next }: Draft) =>
    turn.keepKey(key, { story: next.story.id, told: when, ended_at: null });

  return {
    hear,
    ends,

    /** The alert with that key is worded anew, and may have another key for it. */
    async becomes(key: string, alert: StoryAlert): Promise<void> {
      const [old, now] = [await turn.key(key), await turn.key(alert.key)];
      const draft = old?.story ? await draftOf(old.story) : undefined;
      const isOurs = draft !== undefined && old?.story === ownId && !isStale(old);
      if (fires(alert) && !isOurs) return;
      if (!fires(alert) || draft === undefined || now?.story) return await ends(key, alert);
      await turn.keepKey(key, { story: null, told: when, ended_at: null });
      put(draft, { ...alert, started: startOf(draft, { ...alert, key }) }, key);
      await firing(alert.key, draft);
    },

    async close(): Promise<void> {
      for (const [id, { before, next }] of drafts) {
        const mine = id === ownId && !isOver(next.story) && elsewhere.length > 0;
        const counted = mine ? await withElsewhere(next) : next;
        const finished = finish(counted, before);
        if (!before) await turn.create(finished);
        else if (finished !== before) await turn.change(before, finished);
      }
      elsewhere = [];
    },
  };

  async function withElsewhere(kept: KeptStory): Promise<KeptStory> {
    const [first] = elsewhere;
    const { alert = null, message = null } = (first && drafts.get(first)?.next.story) || {};
    const at = alert === null ? message : { channel: turn.channel, ts: alert };
    return { ...kept, story: { ...kept.story, elsewhere: { count: elsewhere.length, first: at } } };
  }

  function finish(kept: KeptStory, before: KeptStory | undefined): KeptStory {
    const { story } = kept;
    const base = before?.story ?? { ...story, alerts: [] };
    const asked = story.alerts.some(fires) && !hasToLook(story);
    const known: KeptStory = asked ? { ...kept, read: 'answered' } : kept;
    if (!isOver(story) && !story.alerts.some(fires)) {
      return { ...kept, story: revised(base, ended(story, turn.now)) };
    }
    const next = settled(known, hush, turn.now);
    // Both may have changed it, and it is one change.
    return { ...next, story: revised(base, { ...next.story, version: base.version }) };
  }
}

function startOf({ next }: Draft, { key, started }: StoryAlert): string {
  const known = next.story.alerts.find((one) => one.key === key);
  return known && known.started < started ? known.started : started;
}

/** It has ended since it began. */
function isOldNews({ started }: StoryAlert, { ended_at }: KeptKey): boolean {
  return ended_at !== null && started <= ended_at;
}

/** Whether there is anything that could be found out; what only has to be asked there is not. */
export function hasToLook({ alerts }: Pick<Story, 'alerts'>): boolean {
  return alerts.some((one) => one.subjects.length > 0 || (one.symptom !== null && one.asked.length === 0));
}

/** All of its alerts are over. What has changed meanwhile is looked at once more. */
function ended(story: Story, now: string): Story {
  const ends = story.alerts.flatMap(({ ended }) => ended ?? []).toSorted();
  const starts = story.alerts.map(({ started }) => started).toSorted();
  const at = ends.at(-1) ?? now;
  const lasted = Math.max(0, Math.round((Date.parse(at) - Date.parse(starts[0] ?? at)) / 1000));
  const end = { at, lasted, moved: [], deeds: [] };
  return { ...story, state: 'resolved', closed_at: now, silenced_until: null, end };
}

/** The same message tells of trouble once more; what is over for good is no part of it. */
function reopened(kept: KeptStory, at: string): KeptStory {
  const { story, seen } = kept;
  return {
    ...kept,
    read: 'reading',
    seen: { ...seen, first: {}, looked: {} },
    story: {
      ...{ ...story, state: 'reading', opened_at: at, closed_at: null, alerts: [], elsewhere: null },
      ...{ findings: [], groups: [], answer: null, problem: null, end: null, storm: null },
    },
  };
}
