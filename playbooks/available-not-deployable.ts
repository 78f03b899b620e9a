import { conductorBroke, UNEXPECTED } from '../src/core/conductor-exception.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { nodeLabel, typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { blockerOf } from '../src/core/schedulable.ts';

/** Items 1 and 9 of the guide's list, asked of one free node before a server is sent there. */
export default definePlaybook({
  id: 'available-not-deployable',
  title: 'The node is available, and a deploy would be refused',
  guide: 'no-valid-host',
  covers: ['api-errors'],
  causes: ['request-invalid', 'insufficient-evidence'],
  reads: ['node', 'validation'],
  remedies: ['set-maintenance', 'collect-logs'],
  about: ['node'],
  appliesTo: (node) => blockerOf(node) === undefined,
  checks: [
    {
      id: 'validates',
      asks: 'Would Ironic accept the node when Nova sends a server there?',
      needs: ['validation'],
      async run(facts) {
        const validation = await facts.validation();
        // A refusal to validate at all has reasons of its own: no conductor, or an interface that is gone.
        if (validation.kind === 'refused') return undefined;
        const all = NEEDED.flatMap((name): Evidence[] => {
          const one = validation.interfaces[name];
          if (one?.result !== false || NO_MATTER.test(one.reason ?? '')) return [];
          return [{ bearing: 'supports', source: `validation.${name}`, observed: one.reason ?? 'false' }];
        });
        const node = await facts.node();
        const broke = conductorBroke(
          node,
          all.filter(({ observed }) => UNEXPECTED.test(observed)),
        );
        const refused = all.filter(({ observed }) => !UNEXPECTED.test(observed));
        const [first, ...more] = refused;
        const drafts: FindingDraft[] = broke ? [broke] : [];
        if (!first) return drafts;
        const names = refused.map(({ source }) => source.replace('validation.', ''));
        drafts.push({
          code: 'available-not-deployable',
          cause: 'request-invalid',
          summary: `${nodeLabel(node)} is available, but Ironic would refuse to deploy it, since its settings for ${names.join(', ')} are not valid.`,
          severity: 'warning',
          evidence: [{ ...first, bearing: 'proves' }, ...more],
          proposals: [
            propose('set-maintenance', {
              node: node.uuid,
              reason: `Ironic would refuse a deploy: settings for ${names.join(', ')} are not valid`,
            }),
          ],
          steps: [
            { text: 'Read the whole answer.', command: `baremetal node validate ${typedName(node)}` },
            {
              text: 'Set what is missing in its driver_info, or in the configuration of the conductors.',
              command: `baremetal node set ${typedName(node)} --driver-info <key>=<value>`,
            },
            {
              text: 'Until then every server that Nova sends there fails with "Exceeded maximum number of retries"; maintenance keeps it out.',
            },
          ],
        });
        return drafts;
      },
    },
  ],
});

/** What nova-compute asks about before it deploys, and what the deploy itself needs. */
const NEEDED = ['power', 'management', 'deploy', 'boot', 'network', 'storage'] as const;

/**
 * Not a fault of the node: what only comes with a server (image, kernel and ramdisk in instance_info), and interfaces
 * that the hardware type does not have (openstack/ironic ironic/conductor/manager.py validate_driver_interfaces).
 */
const NO_MATTER = /instance_info|image_source|image info|does not support|disabled or not implemented/i;
