import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { FLAGS, VARIABLES } from '../../packaging/shipped.ts';
import type { Environment } from '../../src/config.ts';

export interface LogLine {
  readonly level?: string;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
  readonly [field: string]: unknown;
}

/** The product itself, as a process of its own. */
export interface BotChild extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it has logged so far. */
  readonly lines: readonly LogLine[];
  /** What it wrote that is no line of its log, on either of its outputs. */
  readonly strays: readonly string[];
  /** Resolves with its exit code, null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

export interface BotChildOptions {
  readonly env: Environment;
  /** Its file, where it is not the source: of a bundle. */
  readonly main?: string;
  /** Of Node, before the program. */
  readonly flags?: readonly string[];
  readonly cwd?: string;
  /** Hears each line of its log in place of `lines`, where those would be too many to keep. */
  readonly onLine?: (line: LogLine) => void;
}

/** As the image and the unit start it, with a channel to whatever `flags` load into it. */
export function startBotChild({ env, main = MAIN, flags = [], cwd, onLine }: BotChildOptions): BotChild {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [...FLAGS, ...flags, main], {
    env: { PATH, HOME, TMPDIR, ...VARIABLES, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  const lines: LogLine[] = [];
  const strays: string[] = [];
  const hear = onLine ?? ((line: LogLine) => void lines.push(line));
  createInterface({ input: child.stdout as Readable }).on('line', (text) => {
    const line = lineOf(text);
    if (line) hear(line);
    else strays.push(text);
  });
  createInterface({ input: child.stderr as Readable }).on('line', (text) => void strays.push(text));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    process: child,
    lines,
    strays,
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

function lineOf(text: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as LogLine) : undefined;
  } catch {
    return undefined;
  }
}
