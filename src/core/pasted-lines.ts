import type { Facts } from './facts.ts';

/** A line of a log, or of a text that somebody pasted. */
export interface PastedLine {
  /** Where to find it again: `logs[nova-scheduler@ctl-1]`, `message`. */
  readonly source: string;
  readonly line: string;
}

/** Lines that came with the subject itself. Logs that would first have to be fetched are not asked for. */
export async function pastedLines(facts: Facts): Promise<readonly PastedLine[]> {
  const { aspects } = facts.subject;
  const logs = aspects.includes('logs') ? await facts.logs() : [];
  const message = aspects.includes('message') ? await facts.message() : '';
  return [
    ...logs.flatMap(({ source, host, lines }) =>
      lines.map((line) => ({ source: `logs[${source}${host ? `@${host}` : ''}]`, line })),
    ),
    ...message
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ source: 'message', line })),
  ];
}
