import type { Person } from '../core/person.ts';
import { steady } from '../lib/steady.ts';
import type { Directory, Identity, SlackUser } from './directory.ts';
import { createGroups } from './groups.ts';
import { errorFields, type Log } from './log.ts';

/**
 * Whom a payload names and which workspaces it says they and it are of, in Slack's own fields. Null or absent where the
 * payload does not say.
 */
export interface Claim {
  readonly user: string;
  /** The workspace that the payload is from. */
  readonly team?: string | null | undefined;
  /** The person's own workspace. */
  readonly home?: string | null | undefined;
  readonly enterprise?: string | null | undefined;
}

export interface People {
  /** Never throws and never guesses: whom Slack does not vouch for now is `unknown`. */
  of(claim: Claim): Promise<Person>;
}

export interface PeopleOptions {
  readonly directory: Pick<Directory, 'user' | 'members'>;
  /** Undefined until Slack has told who we are. */
  readonly identity: () => Identity | undefined;
  /** Ids of the user groups that the policy names. */
  readonly groups: () => readonly string[];
  readonly log: Log;
  readonly clock: () => Date;
}

const USER_MS = 60_000;
const MAX_KEPT = 1_000;
/** Slack's own voice, and no person (docs.slack.dev, users.info). */
const SLACKBOT = 'USLACKBOT';

type Kind = Person['kind'];

/** Who people are, as Slack says within the last minute. */
export function createPeople({ directory, identity, groups, log, clock }: PeopleOptions): People {
  const kept = new Map<string, { readonly at: number; readonly kind: Promise<Kind> }>();
  const elapsed = steady(clock);
  const memberships = createGroups({ directory, log, clock });

  async function ask(user: string, us: Identity): Promise<Kind> {
    try {
      const kind = kindOf(await directory.user(user), user, us);
      // What is no certainty is asked again.
      if (kind === 'unknown') kept.delete(user);
      return kind;
    } catch (error) {
      kept.delete(user);
      log.warn({ user, ...errorFields(error) }, 'Slack could not say who somebody is');
      return 'unknown';
    }
  }

  function kindOfUser(user: string, us: Identity): Promise<Kind> {
    const now = elapsed();
    const known = kept.get(user);
    if (known && now - known.at < USER_MS) return known.kind;
    kept.delete(user);
    const kind = ask(user, us);
    kept.set(user, { at: now, kind });
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
    return kind;
  }

  return {
    async of(claim) {
      const us = identity();
      const person = (kind: Kind, among: readonly string[] = []): Person => ({
        id: claim.user,
        kind,
        groups: among,
      });
      if (!us) return person('unknown');
      if (isForeign(claim, us)) return person('stranger');
      const [kind, among] = await Promise.all([
        kindOfUser(claim.user, us),
        memberships.of(claim.user, groups()),
      ]);
      return kind === 'member' ? person(kind, among) : person(kind);
    },
  };
}

/** The payload itself says that it, or the person, is of another workspace. */
export function isForeign({ team, home, enterprise }: Claim, us: Identity): boolean {
  if (team && team !== us.team_id) return true;
  if (enterprise && enterprise !== us.enterprise_id) return true;
  if (!home || home === us.team_id) return false;
  // In an organisation people may be at home in a sister workspace; whether they are in ours, users.info tells.
  return !us.enterprise_id || (enterprise !== us.enterprise_id && home !== us.enterprise_id);
}

/** Only who is said to be a full member is one: a field that is missing vouches for nothing. */
function kindOf(user: SlackUser, asked: string, us: Identity): Kind {
  if (user.id !== asked || user.deleted) return 'unknown';
  if (user.is_bot || user.id === SLACKBOT) return 'bot';
  if (user.is_stranger || !isOurs(user, us)) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return user.is_restricted === false && user.is_ultra_restricted === false ? 'member' : 'unknown';
}

function isOurs({ team_id, enterprise_user }: SlackUser, us: Identity): boolean {
  if (team_id === us.team_id) return true;
  return (
    Boolean(us.enterprise_id) &&
    enterprise_user?.enterprise_id === us.enterprise_id &&
    (enterprise_user?.teams ?? []).includes(us.team_id)
  );
}
