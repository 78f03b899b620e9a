import { kindOf, type Symptom, symptomOf } from './alert-vocabulary.ts';
import type { Ambiguity, FleetIndex, Mentions, NamedSubject, Unseen } from './fleet-index.ts';
import type { OwnPatterns } from './own-patterns.ts';
import type { AlertItem, AlertReading, AlertStatus } from './trigger.ts';

/** One alert with what of ours it is about. */
export interface OurAlert {
  readonly item: AlertItem;
  readonly status: AlertStatus;
  readonly symptom?: Symptom;
  /** Named for certain; empty where only the symptom tells what is meant. */
  readonly subjects: readonly NamedSubject[];
  /** What could mean several things of ours, and has to be asked. */
  readonly asked: readonly Ambiguity[];
  /** Named by a label, and not in the index: it may be newer than the index is. */
  readonly unseen: readonly Unseen[];
}

/** Why nothing is said about a message. */
export type Silence = 'nothing-of-ours' | 'a-person' | 'no-trouble';

export type Understood =
  | { readonly kind: 'alerts'; readonly source: string; readonly alerts: readonly [OurAlert, ...OurAlert[]] }
  | { readonly kind: 'silent'; readonly why: Silence };

export interface Understanding {
  readonly index: FleetIndex;
  readonly patterns?: OwnPatterns;
  /** Whether people's messages are answered; see `alerts.people`. */
  readonly people?: boolean;
}

/**
 * Which alerts of a message are about something of ours: what they name for certain, and where they name nothing but
 * complain of what our vocabulary knows, the symptom. Everything else is silence: that of other people's alerts, of chat,
 * and of messages that name something of ours and speak of no trouble.
 */
export function understand(reading: AlertReading, how: Understanding): Understood {
  const { source, by, items } = reading;
  if (by === 'person' && !how.people) return { kind: 'silent', why: 'a-person' };
  const looked = items.map((item) => ourAlert(item, reading, how));
  const ours = looked.filter((one) => isOurs(one));
  // A person who writes about a node has a reason to; a tool of which nobody knows what it says may have none.
  const [first, ...rest] = by === 'person' ? ours : ours.filter((one) => one.status !== 'unclear');
  if (first) return { kind: 'alerts', source, alerts: [first, ...rest] };
  return { kind: 'silent', why: ours.length > 0 ? 'no-trouble' : 'nothing-of-ours' };
}

function ourAlert(item: AlertItem, { source }: AlertReading, { index, patterns }: Understanding): OurAlert {
  const taught = patterns?.teach(item);
  const symptom = taught?.symptom ?? symptomOf(item, source);
  const naming = taught ? { ...item, labels: [...taught.labels, ...item.labels] } : item;
  const mentions = index.mentionsIn(naming, kindOf(symptom));
  return {
    item,
    status: item.status === 'unclear' ? (taught?.status ?? item.status) : item.status,
    ...(symptom ? { symptom } : {}),
    subjects: subjectsOf(mentions, symptom),
    ...openIn(mentions, symptom, source),
  };
}

/**
 * A host from which figures came is the subject only where it is the kind of thing that the alert is about, or where
 * nothing says what that is; and never beside something that is named outright.
 */
function subjectsOf({ certain }: Mentions, symptom: Symptom | undefined): readonly NamedSubject[] {
  const outright = certain.filter((one) => one.reporter === undefined);
  if (outright.length > 0) return outright;
  const kind = kindOf(symptom);
  if (symptom === undefined) return certain;
  // An exporter tells of all conductors, wherever it runs.
  return certain.filter((one) => one.kind === kind && kind !== 'conductor');
}

/** Words that may be no name are asked about only where the alert is about nodes and names none. */
function openIn(
  { certain, asked, unseen }: Mentions,
  symptom: Symptom | undefined,
  source: string,
): Pick<OurAlert, 'asked' | 'unseen'> {
  const named = certain.some((one) => one.reporter === undefined);
  const known = symptom !== undefined;
  return {
    asked: asked.filter((one) => (one.word ? known && !named : known || source !== 'any')),
    unseen: known ? unseen : [],
  };
}

/** About something of ours, by name or by what is wrong. */
function isOurs({ subjects, symptom, asked }: OurAlert): boolean {
  return subjects.length > 0 || (symptom !== undefined && !symptom.hint) || asked.length > 0;
}
