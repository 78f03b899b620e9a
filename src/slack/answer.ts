import type { Answer, Asker, Command, Services } from '../core/command.ts';
import { UsageError } from '../core/errors.ts';
import { insteadOf } from './instead.ts';
import type { Kept } from './kept.ts';
import { errorFields, type Log } from './log.ts';
import { parse } from './parse.ts';
import type { Claim, People } from './people.ts';
import type { Audience, Place } from './places/place.ts';
import { renderAnswer } from './render/answer.ts';
import { renderFailure } from './render/failure.ts';
import type { Question } from './render/question.ts';
import { answers } from './told.ts';

export interface Desk {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly people: People;
  /** The workspace's address, once it is known. */
  readonly workspace: () => string | undefined;
  /** Something that Home tabs show has changed. */
  readonly changed: () => void;
  readonly log: Log;
  readonly clock: () => Date;
  /** A new short reference for a log line. */
  readonly reference: () => string;
  /** The word before our words, `/ironic`. */
  readonly slash: string;
  /** Aborted when the bot has to stop. */
  readonly signal: AbortSignal;
  /** What is on record of the question that is being answered. */
  readonly kept?: Kept;
}

/** Who asks, and what Slack's payload says of them. */
export interface Visitor extends Asker {
  readonly claim: Claim;
}

interface Job {
  /** For the log: a command's id. */
  readonly name: string;
  /** What stands in front of "diagnosing…"; undefined where the answer is there at once. */
  readonly what: string | undefined;
  readonly doing?: string | undefined;
  /** True where it is not to be done twice. */
  readonly once?: boolean | undefined;
  run(): Promise<Answer>;
}

/** Answers typed words where they were typed. It never throws. */
export async function answerWords(desk: Desk, typed: string, asker: Visitor, place: Place): Promise<void> {
  const { commands, services, signal, slash } = desk;
  const parsed = parse(typed, commands, slash);
  if (parsed.kind === 'nonsense') {
    const words: Answer = { kind: 'words', text: parsed.answer };
    return answer(desk, { name: 'nonsense', what: undefined, run: async () => words }, asker, place);
  }
  const { command, text } = parsed;
  const { people, clock } = desk;
  const who = () => people.of(asker.claim);
  const run = () => command.run({ text, asker, who, now: clock(), services, commands, signal });
  const what = command.slow ? label(command, text) : undefined;
  return answer(
    desk,
    { name: command.id, what, doing: command.doing, once: command.once, run },
    asker,
    place,
  );
}

/** Answers a click that asks about a subject. It never throws. */
export async function answerQuestion(
  desk: Desk,
  question: Question,
  asker: Asker,
  place: Place,
): Promise<void> {
  const { subject, command: id = 'why', cloud, topic } = question;
  const command = desk.commands.find((one) => one.id === id);
  if (!command?.about) return answerStrange(desk, asker, place);
  const { about, doing } = command;
  const run = () =>
    about({
      subject,
      ...(cloud ? { cloud } : {}),
      ...(topic ? { topic } : {}),
      services: desk.services,
      signal: desk.signal,
    });
  return answer(desk, { name: id, what: subject, doing, run }, asker, place);
}

/** Answers a button that no release of ours would draw today. It never throws. */
export async function answerStrange(desk: Desk, asker: Asker, place: Place): Promise<void> {
  const text = `I do not know what that asks; it was drawn by another release of mine. Type it instead: \`${desk.slash} why <node>\`.`;
  const run = async (): Promise<Answer> => ({ kind: 'words', text });
  return answer(desk, { name: 'strange click', what: undefined, run }, asker, place);
}

/** The one catch: whatever goes wrong, the person hears of it, and the log has the same reference. */
async function answer(desk: Desk, job: Job, asker: Asker, place: Place): Promise<void> {
  const { log, clock } = desk;
  const began = clock().getTime();
  const reference = desk.reference();
  const fields = { command: job.name, user: asker.user, channel: asker.channel, reference };
  try {
    const instead = insteadOf(desk.kept, job);
    const said: Answer = instead === undefined ? await work(job, place) : { kind: 'words', text: instead };
    if (isCutShort(desk)) return leave(desk, fields);
    const ms = clock().getTime() - began;
    const how = { slash: desk.slash, now: clock(), workspace: desk.workspace() };
    // Where "diagnosing…" may stand for all to read, that becomes it.
    const isSeen = instead !== undefined && job.what !== undefined;
    await place.deliver(renderAnswer(said, how), isSeen ? 'channel' : audienceOf(said));
    if (said.kind === 'freeze') desk.changed();
    log.info({ ...fields, ...outcome(said), ms }, 'answered');
    answers.tell({ command: job.name, outcome: 'answered', ms });
  } catch (error) {
    if (isCutShort(desk)) return leave(desk, fields);
    if (error instanceof UsageError) log.info({ ...fields, answer: 'usage' }, 'answered');
    else log.error({ ...fields, ...errorFields(error) }, 'no answer');
    const ms = clock().getTime() - began;
    answers.tell({ command: job.name, outcome: error instanceof UsageError ? 'usage' : 'failed', ms });
    await place.deliver(renderFailure(error, reference), 'asker').catch((second: unknown) => {
      log.error({ ...fields, ...errorFields(second) }, 'the failure could not be told either');
    });
  }
}

/** The bot stops in the middle of a question that another process can answer. */
const isCutShort = ({ signal, kept }: Desk): boolean => signal.aborted && kept !== undefined;

function leave({ kept, log }: Desk, fields: object): void {
  kept?.leave();
  log.info(fields, 'left to whoever goes on');
}

/** Work begins before Slack is told of it, so that a slow Slack costs no time. */
async function work(job: Job, place: Place): Promise<Answer> {
  const running = job.run();
  if (job.what === undefined) return running;
  let settled = false;
  const settle = () => {
    settled = true;
  };
  running.then(settle, settle);
  // Usage errors are there within the same turn and need no "diagnosing…" before them.
  await new Promise((next) => setImmediate(next));
  if (!settled) await place.working(job.what, job.doing ?? 'diagnosing');
  return running;
}

/** Colleagues want to read what is said of a node, not a manual or somebody's slip of the finger. */
function audienceOf(said: Answer): Audience {
  switch (said.kind) {
    case 'diagnosis':
    case 'unclear':
      return said.outcome.kind === 'refused' ? 'asker' : 'channel';
    case 'history':
    case 'logs':
    case 'fleet':
    case 'fleet-nodes':
    // Everybody has to know that acting is stopped, or is not any more.
    case 'freeze':
    // And of what they will not hear.
    case 'silenced':
    case 'unsilenced':
      return 'channel';
    case 'procedure':
      return said.about ? 'channel' : 'asker';
    default:
      return 'asker';
  }
}

function label(command: Command, text: string): string {
  return command.id === 'explain' ? '' : text.replace(/\s--cloud\b[\s\S]*$/, '').trim();
}

function outcome(said: Answer): object {
  if (said.kind !== 'diagnosis') return { answer: said.kind === 'unclear' ? said.outcome.kind : said.kind };
  if (said.outcome.kind !== 'report') return { answer: said.outcome.kind };
  const { verdict, reference, cost } = said.outcome.report;
  return {
    answer: 'report',
    cause: verdict.cause,
    confidence: verdict.confidence,
    diagnosis: reference,
    cost,
  };
}
