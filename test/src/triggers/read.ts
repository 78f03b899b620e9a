import type { AlertReading } from '../../../src/core/trigger.ts';
import { posted, reader } from '../../support/alerts.ts';

/** What everybody together makes of a message of a tool. */
export function readPosted(message: Record<string, unknown>): AlertReading {
  const read = reader.readEvent(posted(message));
  if (read?.kind !== 'posted') throw new Error('not read');
  return read.reading;
}

/** The same with one attachment. */
export function readAttached(username: string, attachment: Record<string, unknown>): AlertReading {
  return readPosted({ username, attachments: [attachment] });
}

export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
