import { type Label, labelsOfLine } from './alert-labels.ts';
import { type LabelSays, labelSays } from './label-kinds.ts';

/** A piece of a message, with what the label in front of it says of it. */
export interface Segment {
  readonly text: string;
  readonly says: LabelSays;
}

/**
 * What of an alert may name things: the values of its labels, and its texts line by line. A line that is a label counts
 * as what its name says; what is about something else (an environment, a person) is left out.
 */
export function segmentsOf(labels: readonly Label[], texts: readonly string[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const { name, value } of labels) add(value, labelSays(name));
  for (const text of texts) {
    for (const line of text.split('\n')) addLine(line);
  }
  return segments;

  function add(text: string, says: LabelSays): void {
    if (says !== 'elsewhere') segments.push({ text, says });
  }

  function addLine(line: string): void {
    let rest = line;
    for (const { name, value, from, to } of labelsOfLine(line)) {
      const says = labelSays(name);
      // A label of no known meaning may as well be prose: "bm-a05: power failure".
      if (says === 'open') continue;
      add(value, says);
      // What a label said is not read once more without its label.
      rest = `${rest.slice(0, from)}${' '.repeat(to - from)}${rest.slice(to)}`;
    }
    if (/[\p{L}\p{N}]/u.test(rest)) segments.push({ text: rest, says: 'open' });
  }
}
