import { z } from 'zod';
import type { Api } from './api.ts';

/** Who we are, from auth.test. */
export const Identity = z.object({
  user_id: z.string(),
  bot_id: z.string(),
  team_id: z.string(),
  team: z.string(),
  /** Of the workspace, with a slash at its end; links to messages begin with it. */
  url: z.url().optional().catch(undefined),
  /** Where the workspace belongs to an organisation (Enterprise Grid). */
  enterprise_id: z.string().nullish(),
});
export type Identity = z.infer<typeof Identity>;

/** What of users.info matters for whether somebody is one of us. */
export const SlackUser = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  /** Met through a shared channel only (docs.slack.dev, user object). */
  is_stranger: z.boolean().nullish(),
  enterprise_user: z
    .object({ enterprise_id: z.string().nullish(), teams: z.array(z.string()).nullish() })
    .nullish(),
});
export type SlackUser = z.infer<typeof SlackUser>;

/** Somebody waits for the answer to a click. */
const PATIENCE_MS = 3_000;

/** Who somebody is and who is in a group, asked afresh each time. */
export function createDirectory({ ask }: Pick<Api, 'ask'>) {
  const how = { repeatable: true, patienceMs: PATIENCE_MS };
  return {
    async identity(): Promise<Identity> {
      return Identity.parse(await ask('auth.test', {}, { repeatable: true }));
    },
    async user(id: string): Promise<SlackUser> {
      return z.object({ user: SlackUser }).parse(await ask('users.info', { user: id }, how)).user;
    },
    /** Ids of a user group's members. Refused with `plan_upgrade_required` where the plan has none. */
    async members(group: string): Promise<readonly string[]> {
      const answer = await ask('usergroups.users.list', { usergroup: group }, how);
      return z.object({ users: z.array(z.string()) }).parse(answer).users;
    },
  };
}

export type Directory = ReturnType<typeof createDirectory>;
