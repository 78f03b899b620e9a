import { z } from 'zod';
import type { ActRefusal, CanAnswer } from '../core/acting.ts';
import { ServiceError } from '../core/errors.ts';
import { type Person, strangeness } from '../core/person.ts';
import type { Params, Remediation } from '../core/remediation-unit.ts';
import { nearest } from '../lib/nearest.ts';
import { noWriter } from './ask.ts';
import { judgeNow, within } from './judge.ts';
import { draftOffer } from './offers.ts';
import type { Parts } from './parts.ts';
import { barsRequest } from './policy.ts';
import { notARequester, refusal, strangerWords } from './words.ts';

const LIMIT_MS = 10_000;
/** What the word behind the verb is, where a remediation has several parameters. */
const FIRST = ['node', 'service', 'server', 'port', 'consumer'];

/** What would be asked for, and an offer to do it: the answer may draw its button. */
export async function answerCan(
  parts: Parts,
  verb: string,
  words: readonly string[],
  cloud: string,
  who: Person,
): Promise<CanAnswer> {
  const odd = strangeness(who);
  if (odd) return refusal(odd, strangerWords(odd));
  const unit = parts.remediations.get(verb);
  if (!unit) return unknownVerb(verb, [...parts.remediations.keys()]);
  if (!parts.writer(cloud)) return noWriter(cloud);
  const params = await paramsOf(parts, unit, words, cloud);
  if ('kind' in params) return params;

  const judged = await judgeNow(parts, { cloud, remediation: verb, params: params.known }, LIMIT_MS);
  if (judged.kind === 'sick') return refusal('cloud-sick', `I cannot tell: ${judged.words}. Try again.`);
  const typed = words[0] ?? '';
  if (judged.kind === 'refused') {
    return { kind: 'cannot', name: judged.node?.name ?? typed, no: judged };
  }
  const { id } = unit;
  const drafted = await draftOffer(parts, { cloud, id, params: params.known, ground: null, go: judged });
  if (drafted.kind === 'refused') return refusal(drafted.code, drafted.words);
  const { offer } = drafted;
  await parts.repository.keepOffers([offer]);
  const bars = barsRequest(offer.ceremony, who);
  return {
    kind: 'can',
    offer,
    may: bars === undefined ? undefined : notARequester(offer.ceremony.requesters),
    frozen: await parts.repository.frozen(),
  };
}

function unknownVerb(verb: string, known: readonly string[]): ActRefusal {
  const [near] = nearest(verb, known, 1);
  const meant = near ? `Did you mean \`${near}\`?` : `There is ${known.join(', ')}.`;
  return refusal('unknown-verb', `There is no remedy \`${verb.replaceAll('`', "'")}\`. ${meant}`);
}

/** `node-17 interface=network_interface value=noop`: the target, then the rest by name. */
async function paramsOf(
  parts: Parts,
  unit: Remediation,
  [typed, ...rest]: readonly string[],
  cloud: string,
): Promise<{ readonly known: Params } | ActRefusal> {
  const keys = unit.params instanceof z.ZodObject ? Object.keys(unit.params.shape) : ['node'];
  const first = FIRST.find((key) => keys.includes(key)) ?? keys[0] ?? 'node';
  const usage = `\`/ironic can ${[unit.id, `<${first}>`, ...keys.filter((key) => key !== first).map((key) => `${key}=…`)].join(' ')}\``;
  if (typed === undefined) return refusal('usage', `It takes ${usage}.`);
  const pairs = rest.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
  const given = Object.fromEntries(pairs) as Readonly<Record<string, string>>;
  const target = first === 'node' ? await uuidOf(parts, cloud, typed) : { uuid: typed };
  if ('kind' in target) return target;
  const known = unit.params.safeParse({ ...given, [first]: target.uuid });
  return known.success ? { known: known.data } : refusal('usage', `It takes ${usage}.`);
}

/** Ironic takes a name in place of a UUID; what is kept is the UUID. */
async function uuidOf(
  parts: Parts,
  cloud: string,
  typed: string,
): Promise<{ readonly uuid: string } | ActRefusal> {
  try {
    const node = await within(LIMIT_MS, undefined, (signal) => parts.fresh(cloud, signal).node(typed));
    return node ?? refusal('unknown-node', `No node \`${typed.replaceAll('`', "'")}\` in cloud ${cloud}.`);
  } catch (error) {
    if (error instanceof ServiceError)
      return refusal('cloud-sick', `I cannot tell: ${error.message}. Try again.`);
    throw error;
  }
}
