import type { Named } from './advice.ts';
import { CAUSES, type Cause } from './cause.ts';
import { phaseOf, type Recognition, recognise } from './error-signature.ts';
import { plainErrorText, recordsIn } from './error-text.ts';
import type { Evidence, FindingDraft, Severity, Step } from './finding.ts';
import { recognised } from './recognised.ts';

/** All wordings in one text that agree on a cause, the most telling first. */
export interface TextCause {
  readonly cause: Cause;
  readonly signs: readonly [Recognition, ...Recognition[]];
}

/** Root causes taken from one text; further ones are more likely to be its noise. */
const MOST_CAUSES = 3;

/**
 * What a text is a sign of, the likeliest first; empty when nothing in it is known. Once one wording says why, vague
 * ones and wrappers only say the same from further away. A power fault stands before a vague inner wording: "max
 * retries exceeded … IPMI call failed" is a fact about the node, whatever is the matter with IPMI.
 */
export function causesIn(text: string): readonly TextCause[] {
  const signs = recognise(text);
  const leading = [...leadingOf(signs), ...powerFaultsBeside(text)];
  const causes = [...new Set(leading.map(({ signature }) => signature.cause))].slice(0, MOST_CAUSES);
  return causes.flatMap((cause) => {
    const first = leading.find(({ signature }) => signature.cause === cause);
    if (!first) return [];
    const agreeing = signs.filter((sign) => sign !== first && sign.signature.cause === cause);
    return [{ cause, signs: [first, ...agreeing] as const }];
  });
}

function leadingOf(signs: readonly Recognition[]): readonly Recognition[] {
  const sharp = signs.filter(
    ({ signature }) =>
      signature.depth === 'inner' && !signature.yields && signature.cause !== 'insufficient-evidence',
  );
  if (sharp.length > 0) return sharp;
  const power = signs.find(
    ({ signature }) =>
      signature.depth === 'wrapper' && signature.phase === 'power' && signature.bearing === 'proves',
  );
  const nearest = signs.slice(0, 1);
  return power && nearest[0]?.signature.yields ? [power, ...nearest] : nearest;
}

/** Power faults that have a log entry to themselves: another entry's reason is not theirs. */
function powerFaultsBeside(text: string): readonly Recognition[] {
  const records = recordsIn(plainErrorText(text));
  if (records.length < 2) return [];
  return records.flatMap((record) => {
    if (record.lesser || !/max retries exceeded/i.test(record.text)) return [];
    const [first] = leadingOf(recognise(record.text));
    return first?.signature.cause === 'power-sync-failure' ? [first] : [];
  });
}

/** Codes under which a text is told by those who know nothing but its words, as far as it is about `cause`. */
export function alsoToldAs(text: string, cause: Cause): readonly string[] {
  const ids = recognise(text).flatMap(({ signature }) => (signature.cause === cause ? [signature.id] : []));
  return ids.flatMap((id) => [`message-${id}`, `log-${id}`]);
}

/** Words that are also written for other reasons speak, by that, against the one that is named. */
export function alsoReadAs({ signature }: Recognition, source: string): readonly Evidence[] {
  if (signature.bearing === 'proves' || !signature.also || signature.also.length === 0) return [];
  const readings = signature.also.map((cause) => CAUSES[cause]).join('; ');
  return [
    { bearing: 'speaks-against', source, observed: `the same words are also written for: ${readings}` },
  ];
}

export interface TextContext {
  /** Before the signature's id in the finding's code: `message`, `log`. */
  readonly prefix: string;
  /** Where the text stands: `message`, `logs[ironic-conductor@c1]`. */
  readonly source: string;
  /** "The text says", "The log of c1 says". */
  readonly intro: string;
  readonly text: string;
  readonly named: Named;
  readonly severity: Severity;
  /** The text tells of other troubles too, and its outermost wrapper may be about one of those. */
  readonly several?: boolean;
  /** What to do beyond what the wording and its cause suggest. */
  readonly steps?: readonly Step[];
}

/** A finding about one cause in a text. */
export function textFinding({ cause, signs }: TextCause, context: TextContext): FindingDraft {
  const { prefix, source, intro, text, named, severity } = context;
  const [top, ...others] = signs;
  const known = recognised(top, { source, named });
  const phase = context.several ? top.signature.phase : phaseOf(text);
  const where = phase && !['api', 'power', 'schedule'].includes(phase) ? ` (phase: ${phase})` : '';
  return {
    code: `${prefix}-${top.signature.id}`,
    cause,
    summary: `${intro} that ${known.says}${where}.`,
    severity,
    evidence: [
      known.evidence,
      ...others.slice(0, 2).map(({ signature, excerpt }) => ({
        bearing: signature.bearing,
        source,
        observed: excerpt,
      })),
      ...alsoReadAs(top, source),
    ],
    proposals: known.proposals,
    steps: [...known.steps, ...(context.steps ?? [])],
    ...(known.guide ? { guide: known.guide } : {}),
  };
}
