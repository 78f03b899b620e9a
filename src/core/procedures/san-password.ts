import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'san-password',
  title: 'Reconnect a boot volume after its SAN password changed',
  sections: ['san-password', 'boot-from-volume'],
  words: [
    'san',
    'iscsi',
    'chap',
    'boot from volume',
    'volume',
    'lost root',
    'volume target',
    'volume connector',
    'bfv',
    'cinder',
  ],
  when: 'Instances that boot from a volume lost it after credentials of the storage were changed.',
  steps: (hand) => [
    say(
      'Which storage interface? cinder and external go different ways.',
      `baremetal node show ${hand.node} -f value -c storage_interface -c provision_state -c power_state`,
    ),
    say('See its volumes and connectors.', `baremetal volume target list --node ${hand.node} --long`),
    say('The connectors:', `baremetal volume connector list --node ${hand.node} --long`),
    say(
      'Tell the owner: the machine is about to be switched off.',
      `openstack server show ${hand.instance} -c name -c project_id -c status`,
    ),
    say(
      "cinder: if the array refuses Cinder itself, set its present password in the configuration of Cinder's back end first.",
    ),
    say(
      'Power off through Ironic; cinder detaches by it.',
      `baremetal node power off ${hand.node} --soft --power-timeout 600`,
    ),
    say(
      'external: with the machine off, write the new login into the target, from a file.',
      'baremetal volume target set <target-uuid> --property auth_username=<user> --property auth_password="$(cat <password-file>)"',
    ),
    say(
      'Power on through Ironic; cinder attaches anew, with the present login.',
      `baremetal node power on ${hand.node}`,
    ),
    say('Watch it find its disk.', `baremetal node console show ${hand.node}`),
  ],
  done: 'The instance boots from its volume and answers.',
  beware:
    'It costs the instance a restart; with the root lost, a soft power off may hang: then without --soft. Using only the BMC does not attach anew.',
});
