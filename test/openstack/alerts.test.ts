import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Bot, startBot } from '../../src/bot.ts';
import { loadConfig } from '../../src/config.ts';
import { type Local, startLocal } from '../../src/local.ts';
import { createLog } from '../../src/log.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Message } from '../../src/sandbox/slack/types.ts';
import { hasAlertmanager, type RunningAlertmanager, startAlertmanager } from '../support/alertmanager.ts';
import { type Lab, patientLab } from './lab.ts';

/** A real Alertmanager tells of real nodes of a real cloud, through a Slack webhook and by itself. */
const PATIENCE_MS = 180_000;
const CHANNEL = 'C0ALERTS01';
const TOKEN = 'a-token-for-the-laboratory-only';

let lab: Lab;
let local: Local;
let slack: LocalSlack;
let bot: Bot;

beforeAll(async () => {
  lab = await patientLab();
  local = await startLocal({ slack: false, cloud: true }, lab.env);
  slack = local.slack as LocalSlack;
  const file = local.env['IRONIC_ONCALL_CONFIG'] ?? '';
  const config = parse(await readFile(file, 'utf8')) as object;
  const alerts = { channels: [CHANNEL], webhook: { channel: CHANNEL, token_env: 'ALERTS_TOKEN' } };
  const http = { port: 0 };
  writeFileSync(file, JSON.stringify({ ...config, alerts, http, database: 'oncall.sqlite' }));
  bot = await startBot(loadConfig({ ...local.env, ALERTS_TOKEN: TOKEN }, local.defaults), {
    log: createLog({ level: 'warn', destination: 2 }),
    clock: () => new Date(),
    newReference: () => 'ref',
    onFatal: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await bot.stop();
  await local.close();
  await lab[Symbol.asyncDispose]();
});

const messages = () => slack.messages(CHANNEL);
const said = ({ text, blocks }: Message) => `${text} ${JSON.stringify(blocks ?? [])}`;
const ours = (one: Message) => one.user === slack.botUserId;
const alert = (alertname: string, node: string, over = false) => ({
  labels: { alertname, node_name: node, severity: 'critical', job: 'ironic' },
  annotations: { summary: `Node ${node} needs a look` },
  ...(over ? { endsAt: new Date(Date.now() - 1_000).toISOString() } : {}),
});
/** The tool's message about a node, the newest. */
const toolMessage = (node: string) =>
  messages().findLast(
    (one) =>
      !ours(one) && one.thread_ts === undefined && JSON.stringify(one.attachments ?? []).includes(node),
  );
const answersTo = (ts: string | undefined) =>
  messages().filter((one) => ours(one) && one.thread_ts === ts && one.ts !== ts);

describe.skipIf(!hasAlertmanager())('a real Alertmanager', () => {
  describe("through Slack's webhook", () => {
    let alertmanager: RunningAlertmanager;
    beforeAll(async () => {
      alertmanager = await startAlertmanager({ slack: slack.webhookUrl(CHANNEL) });
    });
    afterAll(() => alertmanager.close());

    test.each([
      ['IronicNodeCleanFailed', 'lab-clean-failed', /call.{0,20}back/],
      ['IronicPowerSyncFailed', 'lab-bmc-dead', /BMC|power/],
      ['IronicNodeStuckDeploying', 'lab-orphan-deploying', /conductor/],
    ])(
      '%s of %s: the answer is in its thread, and is closed when it is over',
      async (name, node, telling) => {
        await alertmanager.fire([alert(name, node)]);
        const told = await slack.until(() => toolMessage(node), PATIENCE_MS);
        const answer = await slack.until(
          () => answersTo(told.ts).find((one) => telling.test(said(one))),
          PATIENCE_MS,
        );
        await picture(`${node}-firing`);
        await alertmanager.fire([alert(name, node, true)]);
        const closed = await slack.until(
          () => answersTo(told.ts).find((one) => /resolved/i.test(said(one))),
          PATIENCE_MS,
        );
        expect(closed.ts).toBe(answer.ts);
        expect(answersTo(told.ts)).toHaveLength(1);
        await picture(`${node}-resolved`);
        // Alertmanager posts the end as a message of its own; it needs no answer.
        const end = await slack.until(() => {
          const last = toolMessage(node);
          return last && last.ts !== told.ts ? last : undefined;
        }, PATIENCE_MS);
        expect(answersTo(end.ts)).toEqual([]);
      },
    );

    test('an alert that names nothing of ours gets no answer', async () => {
      await alertmanager.fire([alert('IronicExporterSlow', 'somebody-elses-host')]);
      const told = await slack.until(() => toolMessage('somebody-elses-host'), PATIENCE_MS);
      await alertmanager.fire([alert('IronicNodeCleanFailed', 'lab-deploy-failed')]);
      const next = await slack.until(() => toolMessage('lab-deploy-failed'), PATIENCE_MS);
      await slack.until(() => answersTo(next.ts)[0], PATIENCE_MS);
      expect(answersTo(told.ts)).toEqual([]);
    });
  });

  test('to our own listener: the answer stands by itself in the channel, and is closed', async () => {
    const webhook = `${bot.address}/alerts/alertmanager`;
    const alertmanager = await startAlertmanager({ webhook, token: TOKEN });
    try {
      await alertmanager.fire([alert('IronicNodeVerifyFailed', 'lab-verify-failed')]);
      const mine = () => messages().filter((one) => ours(one) && said(one).includes('lab-verify-failed'));
      const answer = await slack.until(() => mine().find((one) => /IPMI|BMC/.test(said(one))), PATIENCE_MS);
      expect(answer.thread_ts).toBeUndefined();
      await alertmanager.fire([alert('IronicNodeVerifyFailed', 'lab-verify-failed', true)]);
      const closed = await slack.until(() => mine().find((one) => /resolved/i.test(said(one))), PATIENCE_MS);
      expect(closed.ts).toBe(answer.ts);
    } finally {
      await alertmanager.close();
    }
  });
});

/** To be looked at: `SCREENSHOTS=DIR`. */
async function picture(name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${slack.url}#baremetal-alerts`);
  await page.getByText('baremetal-alerts').first().click();
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(folder, `alerts-${name}.png`) });
  await browser.close();
}
