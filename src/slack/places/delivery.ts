import { errorFields, type Log } from '../log.ts';
import { asItIs, type Late, type Outbox } from '../outbox.ts';
import { md } from '../render/escape.ts';
import { fit, type Message, type Rendered, sections } from '../render/limits.ts';
import { renderNoFile } from '../render/no-file.ts';
import { refusalOf } from '../slack-error.ts';

/** What goes below an answer. */
interface Rest {
  readonly thread: Rendered['thread'];
  readonly files: Rendered['files'] | undefined;
}

/** Details in the thread, then files; when they do not arrive, the answer itself has. */
export async function below(
  outbox: Outbox,
  log: Log,
  to: { readonly channel: string; readonly thread: string },
  { thread, files = [] }: Rest,
): Promise<void> {
  for (const [at, reply] of thread.entries()) {
    await harmless(log, () => outbox.post(reply, to, { background: true, part: `below ${at}` }));
  }
  for (const file of files) {
    try {
      await outbox.upload(file, to);
    } catch (error) {
      log.warn(errorFields(error), 'a file was not sent');
      const how = { background: true, part: `file ${file.filename}` };
      await harmless(log, () => outbox.post(renderNoFile(file, error), to, how));
    }
  }
}

/** Details for the asker alone, where there is no thread of ours; three are below the five that Slack takes. */
export async function aside(
  outbox: Outbox,
  log: Log,
  url: string,
  { thread, files = [] }: Rest,
): Promise<void> {
  const homeless = files.slice(0, 1).map((file) => renderNoFile(file));
  for (const reply of [...thread.slice(0, 2), ...homeless]) {
    await harmless(log, () => outbox.respond(url, reply, { to: 'asker' }));
  }
}

export async function redraw(
  outbox: Outbox,
  message: Message,
  at: { readonly channel: string; readonly ts: string },
  how: { readonly patienceMs?: number } = {},
): Promise<string> {
  await plainIfRefused(message, (drawn) => outbox.update(drawn, at, how));
  return at.ts;
}

/** For a post where a response URL is the other way: whoever waits is better served by that. */
export const SHORT_PATIENCE_MS = 3_000;
/** For an answer that has no other way: late is better than never. */
export const LONG_PATIENCE_MS = 300_000;

export function postSafely(
  outbox: Outbox,
  message: Message,
  to: Parameters<Outbox['post']>[1],
  patienceMs: number,
): Promise<string> {
  return plainIfRefused(message, (drawn) => outbox.post(drawn, to, { twiceIsFine: true, patienceMs }));
}

/** Such a message has no `ts` that we could know. */
export async function respondSafely(
  outbox: Outbox,
  url: string,
  message: Message,
  how: Parameters<Outbox['respond']>[2],
): Promise<undefined> {
  await plainIfRefused(message, (drawn) => outbox.respond(url, drawn, { ...how, twiceIsFine: true }));
}

/** Slack may refuse blocks that our limits let through; the sentence alone always fits. */
export async function plainIfRefused<M extends Late<Message>, T>(
  message: M,
  send: (message: M | Message) => Promise<T>,
): Promise<T> {
  try {
    return await send(message);
  } catch (error) {
    if (!/invalid_blocks|msg_blocks_too_long|msg_too_long|block_mismatch/.test(refusalOf(error) ?? ''))
      throw error;
    const { text } = asItIs<Message>(message);
    const lead = md`${text}\nThe rest could not be drawn.`;
    return send(fit(text, sections([lead])).message);
  }
}

/** The first that works; the last one's error otherwise. */
export async function inOrder<T>(...ways: readonly ((() => Promise<T>) | undefined)[]): Promise<T> {
  let last: unknown;
  for (const way of ways) {
    if (!way) continue;
    try {
      return await way();
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

export async function harmless(log: Log, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.warn(errorFields(error), 'a message of lesser weight was not sent');
  }
}
