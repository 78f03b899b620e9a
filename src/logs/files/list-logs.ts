import { promises as fs, type Stats } from 'node:fs';
import { basename } from 'node:path';
import type { FilePattern } from './file-pattern.ts';
import { findFiles } from './find-files.ts';

/** A file that may hold lines of the window. */
export interface LogFile {
  readonly path: string;
  /** Without folders, for people. */
  readonly name: string;
  readonly host: string;
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  /** Of the device and on it, so that a file with two names is read once. */
  readonly inode: string;
}

export interface Listing {
  /** Newest first. */
  readonly files: readonly LogFile[];
  /** In words: patterns without files, folders and files that could not be looked at. */
  readonly problems: readonly string[];
}

export interface Naming {
  readonly host: string;
  readonly service?: string | undefined;
  /** What an earlier source reads, under the names that it gives; a file is read once. */
  readonly taken?: readonly FilePattern[] | undefined;
}

const AT_ONCE = 32;
/** Rotated away meanwhile, a link to nowhere, or a file where the pattern wants a folder. */
const GONE = ['ENOENT', 'ENOTDIR'];

/** All files of the patterns that were written to since `from`. */
export async function listLogs(
  patterns: readonly FilePattern[],
  naming: Naming,
  from: Date,
  signal: AbortSignal,
): Promise<Listing> {
  const problems: string[] = [];
  const known = new Map<string, LogFile>();
  for (const pattern of patterns) {
    const { paths, closed, tooMany } = await findFiles(pattern, signal);
    if (signal.aborted) break;
    if (tooMany) problems.push(`more files match ${pattern.text} than are looked at`);
    if (closed.length > 0) problems.push(`${some(closed)} could not be listed`);
    const stats = await statAll(paths);
    const files = stats.filter(({ stat }) => stat instanceof Error || stat.isFile());
    const missing = files.filter(({ stat }) => stat instanceof Error && !GONE.includes(stat.code ?? ''));
    if (missing.length > 0) problems.push(`${some(missing.map(({ path }) => path))} could not be opened`);
    if (files.every(({ stat }) => stat instanceof Error) && missing.length === 0 && closed.length === 0) {
      problems.push(`no file matches ${pattern.text}`);
    }
    for (const { path, stat } of files) {
      if (stat instanceof Error || stat.mtimeMs < from.getTime()) continue;
      if (naming.taken?.some((other) => other.captures(path))) continue;
      const inode = `${stat.dev}:${stat.ino}`;
      const named = pattern.captures(path);
      if (known.has(inode) || !named) continue;
      const name = basename(path);
      const service = serviceOf(named.service ?? naming.service ?? name);
      known.set(inode, { path, name, host: named.host ?? naming.host, service, mtime: stat.mtimeMs, inode });
    }
  }
  return { files: [...known.values()].sort((a, b) => b.mtime - a.mtime), problems };
}

type Statted = { readonly path: string; readonly stat: Stats | NodeJS.ErrnoException };

async function statAll(paths: readonly string[]): Promise<readonly Statted[]> {
  const found: Statted[] = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE).map(async (path) => {
      const stat = await fs.stat(path).catch((error: NodeJS.ErrnoException) => error);
      return { path, stat };
    });
    found.push(...(await Promise.all(some)));
  }
  return found;
}

const ROTATED = /\.\d{1,3}$|[.-]\d{8}(?:-?\d{2,10})?$|[.-]\d{4}-\d{2}-\d{2}(?:[T_-][\d:-]{2,8})?$/;

/** `ironic-conductor.log-20261122.gz` is the log of ironic-conductor; `conductor-1.log` is that of conductor-1. */
export function serviceOf(name: string): string {
  const plain = name.replace(/\.(?:gz|zst)$/, '');
  const service = (/^(.+?)\.(?:log|txt|err|out)(?:[.-].*)?$/.exec(plain)?.[1] ?? plain).replace(ROTATED, '');
  return service || name;
}

/** `a, b and 3 more`. */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
