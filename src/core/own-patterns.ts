import { compilePattern, type Pattern } from '../lib/pattern.ts';
import { type AlertsConfig, CAPTURES } from './alert-config.ts';
import type { Label } from './alert-labels.ts';
import type { AlertAbout, Symptom } from './alert-vocabulary.ts';
import type { AlertItem, AlertStatus } from './trigger.ts';

/** What a pattern of the config makes of an alert. */
export interface Taught {
  readonly symptom: Symptom;
  /** What it captured, as labels that say what they hold. */
  readonly labels: readonly Label[];
  readonly status?: AlertStatus;
}

export interface OwnPatterns {
  /** The first pattern, in the order of the config, that fits the alert. */
  teach(item: AlertItem): Taught | undefined;
}

/** Characters of an alert in which a pattern is looked for: RE2 is linear, and not fast. */
const MAX_SAID = 8000;

/** Patterns of the config, compiled once. They were checked when the config was read. */
export function ownPatterns(patterns: AlertsConfig['patterns']): OwnPatterns {
  const all = Object.entries(patterns).map(([id, { match, about, status }]) => {
    const compiled = compilePattern(match);
    const symptom: Symptom = {
      id,
      about: about ?? aboutOf(compiled),
      words: `${id.replaceAll('-', ' ')} (a pattern of the config)`,
    };
    return { compiled, symptom, ...(status ? { status } : {}) };
  });
  return {
    teach(item) {
      if (all.length === 0) return undefined;
      const said = saidBy(item);
      for (const { compiled, ...taught } of all) {
        const found = compiled.find(said);
        if (found) return { ...taught, labels: labelsOf(found) };
      }
      return undefined;
    },
  };
}

/** Line by line: the name, the texts, and labels as `name: value`. */
function saidBy({ name = '', texts, labels }: AlertItem): string {
  const lines = [name, ...texts, ...labels.map((label) => `${label.name}: ${label.value}`)];
  return lines.join('\n').slice(0, MAX_SAID);
}

function aboutOf({ groups }: Pattern): AlertAbout {
  if (groups.includes('node') || groups.length === 0) return 'node';
  if (groups.includes('instance')) return 'instance';
  return groups.includes('conductor') ? 'conductor' : 'node';
}

function labelsOf(found: Readonly<Record<string, string>>): readonly Label[] {
  return Object.entries(CAPTURES).flatMap(([group, name]) => {
    const value = found[group]?.trim();
    return value ? [{ name, value }] : [];
  });
}
