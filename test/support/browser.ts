import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const CHROMIUM = '/usr/bin/chromium';

/** `npm start` as a child process with nothing configured. */
export interface Started {
  /** Address of the page, read from the one line that the product prints. */
  readonly url: string;
  /** Every line printed so far, npm's own included. */
  readonly lines: readonly string[];
  /** Sends SIGTERM to the product and resolves with the exit code of `npm start`; null when a signal ended it. */
  stop(): Promise<number | null>;
}

/**
 * Runs `npm start` in the checkout with an environment of PATH and a fresh HOME alone.
 * @throws Error with everything it printed, when it ends without naming an address
 */
export async function startProduct(): Promise<Started> {
  const home = mkdtempSync(join(tmpdir(), 'ironic-oncall-home-'));
  const child = spawn('npm', ['start'], {
    cwd: CHECKOUT,
    env: { PATH: process.env['PATH'], HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const read = (line: string) => {
      lines.push(line);
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
      if (address) resolve(address);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    void exited.then(([code]) => {
      reject(new Error(`npm start ended with ${code} before it named a page:\n${lines.join('\n')}`));
    }, reject);
  });
  return {
    url,
    lines,
    async stop() {
      process.kill(innermost(child), 'SIGTERM');
      const [code] = await exited;
      rmSync(home, { recursive: true, force: true });
      return code;
    },
  };
}

/** npm runs the product in a shell, and a shell that gets a signal dies without passing it on. */
function innermost(child: ChildProcess): number {
  let pid = child.pid ?? 0;
  for (;;) {
    const [next] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    if (!next) return pid;
    pid = Number(next);
  }
}

/**
 * Debian's Chromium without a window, in a profile of its own, making no request but those of the page.
 * @throws Error that names what to install, where it is missing
 */
export async function openBrowser(executablePath = CHROMIUM): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `The browser tests need Chromium at ${executablePath}. Install it: apt-get install chromium fonts-noto-color-emoji`,
    );
  }
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
