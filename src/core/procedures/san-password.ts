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
      'cinder: power off through Ironic, so that it detaches.',
      `baremetal node power off ${hand.node} --soft --power-timeout 600`,
    ),
    say(
      'cinder: power on through Ironic, so that it attaches with the new credentials.',
      `baremetal node power on ${hand.node}`,
    ),
    say(
      'external: with the machine off, take the old target away.',
      'baremetal volume target delete <target-uuid>',
    ),
    say(
      'external: make it anew, with the properties that the storage gives now; auth_password from a file.',
      `baremetal volume target create --node ${hand.node} --type iscsi --boot-index 0 --volume-id <volume> --property target_iqn=<iqn> --property target_portal=<portal> --property auth_password="$(cat <password-file>)"`,
    ),
    say('external: switch it on.', `baremetal node power on ${hand.node}`),
    say('Watch it find its disk.', `baremetal node console show ${hand.node}`),
  ],
  done: 'The instance boots from its volume and answers.',
  beware:
    'It costs the instance a restart; with the root lost, a soft power off may hang: then without --soft. Using only the BMC does not attach anew.',
});
