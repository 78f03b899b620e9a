import { steady } from '../lib/steady.ts';
import type { Directory } from './directory.ts';
import { errorFields, type Log } from './log.ts';
import { refusalOf } from './slack-error.ts';

interface Kept {
  readonly members: ReadonlySet<string>;
  /** When Slack said so; minus infinity where it never did. */
  readonly at: number;
  /** When it is asked again. */
  readonly until: number;
}

const GROUP_MS = 300_000;
/** While Slack is not there an older answer counts for so long. */
const STALE_MS = 3_600_000;
const AGAIN_MS = 60_000;
/** Waiting heals none of these: ids in the policy go on working, groups do not. */
const LASTING = new Set(['plan_upgrade_required', 'missing_scope', 'no_such_subteam', 'permission_denied']);

/** Who is in the policy's user groups, as Slack said within the last minutes. What cannot be read has nobody in it. */
export function createGroups({
  directory,
  log,
  clock,
}: {
  readonly directory: Pick<Directory, 'members'>;
  readonly log: Log;
  readonly clock: () => Date;
}) {
  const elapsed = steady(clock);
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<Kept>>();
  const told = new Set<string>();

  function complain(group: string, error: unknown): void {
    const key = `${group} ${refusalOf(error) ?? 'sick'}`;
    if (told.has(key)) return;
    told.add(key);
    log.warn(
      { group, ...errorFields(error) },
      'a user group cannot be read: who is in it may do nothing by it',
    );
  }

  async function ask(group: string, before: Kept | undefined): Promise<Kept> {
    const now = elapsed();
    try {
      const members = new Set(await directory.members(group));
      for (const key of told) if (key.startsWith(`${group} `)) told.delete(key);
      return { members, at: now, until: now + GROUP_MS };
    } catch (error) {
      complain(group, error);
      const lasting = LASTING.has(refusalOf(error) ?? '');
      if (before && !lasting && now - before.at < STALE_MS) return { ...before, until: now + AGAIN_MS };
      const nobody = { members: new Set<string>(), at: Number.NEGATIVE_INFINITY };
      return { ...nobody, until: now + (lasting ? GROUP_MS : AGAIN_MS) };
    }
  }

  async function membersOf(group: string): Promise<ReadonlySet<string>> {
    const before = kept.get(group);
    if (before && elapsed() < before.until) return before.members;
    const running = asking.get(group) ?? ask(group, before);
    asking.set(group, running);
    const now = await running;
    asking.delete(group);
    kept.set(group, now);
    return now.members;
  }

  return {
    /** Those of the groups that the person is in. */
    async of(user: string, groups: readonly string[]): Promise<readonly string[]> {
      const all = await Promise.all(
        groups.map(async (group) => ((await membersOf(group)).has(user) ? [group] : [])),
      );
      return all.flat();
    },
  };
}
