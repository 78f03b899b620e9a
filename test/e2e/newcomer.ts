import type { Browser, Locator, Page } from 'playwright-core';

/** What stands where an answer will be. */
const WORKING =
  /(?:diagnosing|reading the history|reading the logs|reading the fleet|filling in the commands)…/;

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Who sits before the page, by the name in its list of people; the first one when absent. */
  readonly as?: string;
}

/** Somebody before the page: what they can see, and what goes wrong behind their back. */
export interface Newcomer {
  readonly page: Page;
  /** The channel's messages, the oldest first. */
  readonly messages: Locator;
  readonly threadMessages: Locator;
  /** Types and sends; resolves with the message that appears next in the channel. */
  say(text: string): Promise<Locator>;
  /** Does something that makes a message appear in the channel, and resolves with the finished answer. */
  answerTo(act: () => Promise<unknown>): Promise<Locator>;
  /** Types and sends; resolves with the finished answer. */
  ask(text: string): Promise<Locator>;
  /** Script errors, refused scripts, dialogs, and requests to anything but the page's own server. */
  readonly wrong: readonly string[];
}

/** Opens the page in a profile of its own and waits until it greets. */
export async function newcomer(browser: Browser, url: string, look: Look = {}): Promise<Newcomer> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
    colorScheme: look.colorScheme ?? 'light',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) wrong.push(`request to ${request.url()}`);
  });
  await page.goto(look.as === undefined ? url : `${url}?as=${look.as}`);
  await page.getByTestId('welcome').waitFor();

  const messages = page.getByTestId('log').getByTestId('message');
  const composer = page.getByTestId('composer');
  async function next(act: () => Promise<unknown>): Promise<Locator> {
    const appears = messages.nth(await messages.count());
    await act();
    const ts = await appears.getAttribute('data-ts');
    return page.getByTestId('log').locator(`[data-testid="message"][data-ts="${ts}"]`);
  }
  async function answerTo(act: () => Promise<unknown>): Promise<Locator> {
    const answer = await next(act);
    await answer.filter({ hasNotText: WORKING }).waitFor();
    return answer;
  }
  async function type(text: string): Promise<void> {
    await composer.fill(text);
    await composer.press('Enter');
  }
  return {
    page,
    messages,
    threadMessages: page.getByTestId('thread-log').getByTestId('message'),
    wrong,
    answerTo,
    say: (text) => next(() => type(text)),
    ask: (text) => answerTo(() => type(text)),
  };
}
