import type { CloudState, JsonObject, NodeRecord, ValidatedInterface } from '../state.ts';
import { conductorOf, noConductor } from './conductor-of.ts';
import { refuse } from './errors.ts';
import { validatedInterfaces } from './records.ts';

const kinds = [
  'bios',
  'boot',
  'console',
  'deploy',
  'inspect',
  'management',
  'network',
  'power',
  'raid',
  'rescue',
  'storage',
  'vendor',
] as const;

/**
 * The conductor that takes the node. `orphanStatus`: 404 in general, 400 where the API turns it into a refusal of the
 * request.
 */
export function checkConductor(state: CloudState, node: NodeRecord, orphanStatus: 404 | 400 = 404): string {
  return conductorOf(state, node) ?? refuse(orphanStatus, noConductor(node));
}

/** What a task on a node meets after the lock: interfaces that the conductor loads. */
export function checkInterfaces(state: CloudState, node: NodeRecord): void {
  const hostname = conductorOf(state, node);
  const conductor = state.conductors.find((one) => one.hostname === hostname);
  for (const kind of kinds) {
    const chosen = node[`${kind}_interface`];
    const enabled = new Set([
      ...state.drivers.flatMap((driver) => driver.interfaces[kind]?.enabled ?? []),
      ...(conductor?.enables?.[kind] ?? []),
    ]);
    if (!enabled.has(chosen)) {
      const valid = [...enabled]
        .sort()
        .map((name) => `'${name}'`)
        .join(', ');
      refuse(
        400,
        `Could not find the following interface in the 'ironic.hardware.interfaces.${kind}' entrypoint: ${chosen}. Valid interfaces are [${valid}].`,
      );
    }
  }
}

function reasonAgainst(node: NodeRecord, name: ValidatedInterface): string | undefined {
  const known = node.hidden.invalid[name];
  if (known !== undefined) return known;
  if (node[`${name}_interface`].startsWith('no-')) {
    return `Driver ${node.driver} does not support ${name} (disabled or not implemented).`;
  }
  const wantsImage = name === 'boot' || name === 'deploy';
  if (wantsImage && node.deploy_interface === 'direct' && !node.instance_info['image_source']) {
    // Normal on a node that Nova has not given an image yet.
    return `Node ${node.uuid} failed to validate deploy image info. Some parameters were missing. Missing are: ['instance_info.image_source']`;
  }
  return undefined;
}

/** The body of a validation: a result for each interface, with a reason where it is false. */
export function validationOf(node: NodeRecord): JsonObject {
  return Object.fromEntries(
    validatedInterfaces.map((name) => {
      const reason = reasonAgainst(node, name);
      return [name, reason === undefined ? { result: true } : { result: false, reason }];
    }),
  );
}
