import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'nodes-disappeared',
  title: 'Find nodes that the list does not show any more',
  sections: ['nodes-disappeared', 'some-nodes'],
  words: [
    'disappeared',
    'missing nodes',
    'nodes gone',
    'nodes missing',
    'no nodes',
    'empty list',
    'node list empty',
    'system scope',
    'rbac',
    'owner',
    'lessee',
    'token scope',
    'scope',
    '404',
    'http 404',
    'node not found',
    '403',
    'http 403',
    'forbidden',
  ],
  when: 'baremetal node list is empty or shorter than it was, mostly after an upgrade or with another account.',
  steps: (hand) => [
    say(
      'Do not enrol anything again: the nodes are there, this token does not see them. What does it see?',
      'baremetal node list --limit 0 --fields name owner lessee',
    ),
    say(
      'Which project is the token of? A project sees nodes that it owns or leases.',
      'openstack token issue -c project_id -c user_id',
    ),
    say(
      'Look with system scope, in a shell without OS_ variables, OS_CLOUD included.',
      'openstack --os-auth-url <auth-url> --os-username <admin> --os-user-domain-name Default --os-system-scope all baremetal node list --limit 0 --fields name owner lessee',
    ),
    say('For good: give the account a system role.', 'openstack role add --user <user> --system all reader'),
    say('Or give nodes to a project. Its id:', 'openstack project show <project> -f value -c id'),
    say(
      'Set it on each node, as member or admin in system scope; a reader only looks.',
      `baremetal node set ${hand.node} --owner <project-id>`,
    ),
    say(
      'Only some are shown? Nodes that a project admin made carry that project as owner: [api]project_admin_can_manage_own_nodes, on by default.',
      "grep -n 'project_admin_can_manage_own_nodes' /etc/ironic/ironic.conf",
    ),
    say(
      'Child nodes are hidden as well, since API 1.83.',
      'baremetal node list --include-children --fields name parent_node',
    ),
  ],
  done: 'The account counts as many nodes as the system scope does, or exactly those of its project.',
  beware:
    'An owner may do more than look, by policy: set it on purpose. Switching enforce_scope off opens every API of the service.',
});
