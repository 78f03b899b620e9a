import { ofList } from '../lib/of-list.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { bmcFamilyOf } from './bmc.ts';
import type { Cause } from './cause.ts';
import { type Recognition, recognise } from './error-signature.ts';
import type { Facts } from './facts.ts';
import { logRecords, placeOf, recordsAbout } from './log-records.ts';
import { powerFailure } from './maintenance.ts';

/** What a BMC can be blamed for. */
const BMC_CAUSES = [
  'ipmi-unreachable',
  'ipmi-session-cipher',
  'bmc-credentials',
  'redfish-bmc-tls',
  'redfish-bmc-error',
] as const satisfies readonly Cause[];
export type BmcCause = (typeof BMC_CAUSES)[number];

/** An error text of the node that is about its BMC now, and where it stands. */
export interface BmcWords {
  /** `node.last_error` or `node.maintenance_reason`. */
  readonly source: string;
  readonly text: string;
}

/**
 * Texts that speak of the BMC's present state. `last_error` stays until the next operation, so it counts only where
 * something else says that the trouble lasts: a power fault, a node that fell back to `enroll` without a power state,
 * or a power state that Ironic could not read. Failed operations are told by the playbooks of those operations.
 */
export function presentBmcWords(node: Node): readonly BmcWords[] {
  const words: BmcWords[] = [];
  for (const field of presentFields(node)) {
    const text = node[field];
    if (text && !words.some((one) => one.text === text)) words.push({ source: `node.${field}`, text });
  }
  return words;
}

/** Lists that are made once, since all nodes of a fleet are asked. */
const PRESENT = {
  none: [],
  error: ['last_error'],
  both: ['maintenance_reason', 'last_error'],
} as const;

function presentFields(node: Node): readonly ('maintenance_reason' | 'last_error')[] {
  if (powerFailure(node)) return PRESENT.both;
  return fellBackToEnroll(node) || node.power_state === 'error' ? PRESENT.error : PRESENT.none;
}

/** `enroll` with an error: verifying failed and took the node back, so it only looks as if nothing was going on. */
export function fellBackToEnroll(node: Node): boolean {
  return node.provision_state === 'enroll' && Boolean(node.last_error);
}

/** What a text says of a BMC, innermost first, under the cause that it is a sign of. */
export function bmcSignsIn(text: string): readonly (Recognition & { readonly cause: BmcCause })[] {
  return recognise(text)
    .filter(({ signature }) => signature.depth === 'inner')
    .map((sign) => ({ ...sign, cause: sign.signature.cause }))
    .filter((sign): sign is Recognition & { cause: BmcCause } =>
      (BMC_CAUSES as readonly Cause[]).includes(sign.cause),
    );
}

export interface BmcSign {
  readonly words: BmcWords;
  readonly sign: Recognition & { readonly cause: BmcCause };
}

/** The innermost sign of the node's present words; the one that every BMC playbook agrees on. */
export function presentBmcSign(node: Node): BmcSign | undefined {
  const signs = presentBmcWords(node).flatMap((words) => {
    const sign = bmcSignsIn(words.text)[0];
    return sign ? [{ words, sign }] : [];
  });
  return signs.find(({ sign }) => !sign.signature.yields) ?? signs[0];
}

/** Whether anything that the node says of itself is about its BMC: without it no log is asked, either. */
export function saysBmcTrouble(node: Node): boolean {
  return presentBmcSign(node) !== undefined;
}

const signsOfAll = ofList((nodes: readonly Node[]) =>
  nodes.flatMap((other) => {
    const sign = presentBmcSign(other)?.sign;
    return sign ? [{ other, sign }] : [];
  }),
);

/** Other nodes whose present words point to the same cause, over the same protocol. */
export function sameBmcTrouble(nodes: readonly Node[], node: Node, cause: BmcCause): readonly Node[] {
  const family = bmcFamilyOf(node);
  return signsOfAll(nodes).flatMap(({ other, sign }) =>
    other.uuid !== node.uuid && sign.cause === cause && bmcFamilyOf(other) === family ? [other] : [],
  );
}

/**
 * The node's present sign, made sharper by the conductor's log where `last_error` is vague: Ironic keeps "IPMI call
 * failed" and only the log has what ipmitool printed (ironic/drivers/modules/ipmitool.py). Logs are asked for only
 * then, so that a healthy node never waits for them.
 */
export async function sharpestBmcSign(facts: Facts, node: Node): Promise<BmcSign | undefined> {
  const present = presentBmcSign(node);
  const { yields, bearing } = present?.sign.signature ?? {};
  if (!present || !yields || bearing === 'proves') return present;
  const logs = await facts.maybe.logs();
  if (!logs) return present;
  for (const record of [...recordsAbout(logRecords(logs), node)].reverse()) {
    const sign = bmcSignsIn(record.text).find((one) => !one.signature.yields);
    if (sign) return { words: { source: placeOf(record), text: record.text }, sign };
  }
  return present;
}
