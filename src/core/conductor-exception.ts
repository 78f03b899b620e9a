import { UUID } from '../lib/uuid.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { innermost } from './error-signature.ts';
import type { Evidence, FindingDraft, Step } from './finding.ts';
import { nodeLabel, typedName, typedUuid, typedWord } from './node-words.ts';
import { recognised } from './recognised.ts';
import { propose } from './remediation.ts';

/**
 * What validation answers when it broke instead of judging (openstack/ironic ironic/conductor/manager.py,
 * validate_driver_interfaces): a sick service behind it, or a bug. The settings of the node are not what it blames.
 */
export const UNEXPECTED =
  /Unexpected exception, traceback saved into log by ironic conductor service that is running on (?<host>[\w.:-]{1,255}?): (?<error>[\s\S]{0,2000})/i;

/** The finding for interfaces that a conductor could not validate, if there are any. */
export function conductorBroke(node: Node, broken: readonly Evidence[]): FindingDraft | undefined {
  const [first, ...more] = broken;
  if (!first) return undefined;
  const { host, error = '' } = UNEXPECTED.exec(first.observed)?.groups ?? {};
  const conductor = typedWord(host, 'conductor');
  const inner = innermost(error);
  const known =
    inner?.signature.depth === 'inner' && !inner.signature.yields
      ? recognised(inner, { source: first.source, named: { node: typedName(node), conductor } })
      : undefined;
  const names = broken.map(({ source }) => source.replace('validation.', '')).join(', ');
  return {
    code: 'validation-broke',
    // What stands behind an unforeseen error is for its traceback to tell, also where the last line sounds familiar.
    cause: 'insufficient-evidence',
    summary: `Conductor ${host ?? 'unknown'} met an error when it checked ${names} of ${nodeLabel(node)}${known ? `: ${known.says}` : ', so a deploy would meet it too'}.`,
    severity: 'warning',
    evidence: [first, ...more],
    proposals: [propose('collect-logs', { conductor: host ?? '' })],
    steps: [
      {
        text: `Read the traceback on ${conductor}; Ironic keeps only its last line in the answer.`,
        command: `grep -A40 'Unexpected exception occurred while validating.*${typedUuid(node)}' /var/log/ironic/ironic-conductor.log | tail -60`,
      },
      {
        text: 'Ask again: what a service behind it caused may have passed.',
        command: `baremetal node validate ${typedName(node)}`,
      },
      ...(known?.steps ?? []),
    ],
    guide: 'api-errors',
  };
}

/** Ironic's own id of a request, which its logs print beside each line about it. */
const REQUEST_ID = new RegExp(`\\breq-${UUID}\\b`);

/** How to find what the services wrote about one request, and how to have the API say more next time. */
export function tracebackSteps(text: string): readonly Step[] {
  const request = REQUEST_ID.exec(text)?.[0];
  return [
    {
      text: request
        ? 'Read what was logged about that request: first in the API, then in the conductor that it was passed to.'
        : 'Find its request id: in the header Openstack-Request-Id of the answer, or in the log of the API at that time; then follow it.',
      command: `grep -h -A30 ${request ?? '<request-id>'} /var/log/ironic/ironic-api.log /var/log/ironic/ironic-conductor.log`,
    },
    {
      text: 'Only while you look: [DEFAULT]debug_tracebacks_in_api = true has the API answer with the traceback. It shows internals to every caller, so take it back.',
    },
  ];
}
