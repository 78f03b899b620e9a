import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { EVENT_SCOPES, METHOD_SCOPES } from '../../slack/scopes.ts';
import { type Check, fail, ok, skipped, warn } from '../check.ts';

const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });
/** Whose absence makes the bot poorer and breaks nothing. */
const SPARE = ['reactions:write', 'channels:history', 'groups:history'];

export default {
  id: 'slack-scopes',
  title: 'Scopes',
  section: 'slack',
  place: 2,
  async run({ slack, config }) {
    if (!slack) return skipped('no Slack is configured');
    const known = await slack.known();
    if (!known) return skipped('Slack does not let us in');
    const has = known.response_metadata?.scopes;
    if (!has) return skipped('Slack did not say which scopes the token has');
    const text = readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8');
    const { bot } = Manifest.parse(parse(text)).oauth_config.scopes;
    const missing = bot.filter((scope) => !has.includes(scope));
    const more = has.filter((scope) => !bot.includes(scope));
    if (missing.length > 0) {
      const watches = config?.alerts !== undefined;
      const spare = !watches && missing.every((scope) => SPARE.includes(scope));
      const told = `the token lacks ${missing.map((scope) => `${scope} (${useOf(scope)})`).join(', ')}`;
      const fix = `api.slack.com/apps → OAuth & Permissions → add ${missing.join(', ')}, then reinstall the app`;
      return spare ? warn(told, fix) : fail(told, fix);
    }
    if (more.length > 0)
      return warn(
        `all that manifest.yml asks for, and more than that: ${more.join(', ')}`,
        `api.slack.com/apps → OAuth & Permissions → remove ${more.join(', ')}, then reinstall the app`,
      );
    return ok(`the ${bot.length} that manifest.yml asks for`);
  },
} satisfies Check;

function useOf(scope: string): string {
  const uses = [...Object.entries(METHOD_SCOPES), ...Object.entries(EVENT_SCOPES)]
    .filter(([, scopes]) => (scopes as readonly string[]).includes(scope))
    .map(([use]) => use);
  return uses[0] ?? 'the slash command';
}
