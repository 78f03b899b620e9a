import type { StoryAlert } from '../core/alert-story.ts';
import type { OurAlert, Understood } from '../core/alert-subjects.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import type { AlertReading } from '../core/trigger.ts';

/** What a message, or a delivery to our own listener, says of alerts of ours. */
export interface Told {
  /** The trigger's id. */
  readonly source: string;
  /** When it was said, as a `ts`: of several about one alert the greatest counts. */
  readonly revised: string;
  /** The same as ISO 8601. */
  readonly at: string;
  /** Each key once. */
  readonly alerts: readonly StoryAlert[];
  /** Everything in it is over, whether it still names us or not. */
  readonly over: boolean;
  /** Nothing of it was cut off: what is not in it any more is not told any more. */
  readonly whole: boolean;
  /** It has one alert. */
  readonly single: boolean;
}

/** The same alert twice counts once, as firing while it fires anywhere. */
export function toldBy(
  reading: AlertReading,
  understood: Understood,
  when: { readonly revised: string; readonly at: string },
): Told {
  const { source, status, items, told, cut } = reading;
  const alerts = new Map<string, StoryAlert>();
  for (const one of understood.kind === 'alerts' ? understood.alerts : []) {
    const before = alerts.get(one.item.key);
    if (before === undefined || before.status === 'resolved') alerts.set(one.item.key, alertOf(one, when.at));
  }
  return {
    source,
    ...when,
    alerts: [...alerts.values()],
    over: status === 'resolved',
    whole: told === undefined && cut !== true,
    single: items.length === 1,
  };
}

function alertOf({ item, status, symptom, subjects, asked }: OurAlert, at: string): StoryAlert {
  return {
    key: item.key,
    name: item.name ?? null,
    severity: item.severity ?? null,
    status,
    started: item.started ?? at,
    ended: status === 'resolved' ? (item.ended ?? at) : null,
    subjects: subjects.map(plain),
    symptom: symptom ? { id: symptom.id, about: symptom.about, words: symptom.words } : null,
    asked,
  };
}

/** A subject alone, without by what it was recognised. */
function plain({ kind, cloud, id, name }: FleetSubject): FleetSubject {
  return { kind, cloud, id, name };
}
