import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** openstack/ironic ironic/conf/conductor.py configdrive_swift_temp_url_duration: 120 s of margin in newer releases. */
export default defineProcedure({
  id: 'configdrive',
  title: 'Config drives in Swift: rebuilds that fail, and 401',
  sections: ['configdrive-rebuild', 'configdrive-401'],
  words: [
    'config drive',
    'tempurl',
    'temp url',
    '401',
    'http 401',
    'rebuild',
    'rebuild fails',
    'swift',
    'configdrive 401',
  ],
  when: 'A rebuild fails on its config drive, or its download answers 401 during a deploy.',
  steps: (hand) => [
    say(
      'Read the error. 401 in a deploy: the address expired under way. 401 or 404 in a rebuild: it expired long ago.',
      `baremetal node show ${hand.node} -f json --fields last_error provision_state provision_updated_at`,
    ),
    say('Rebuild through Nova: it sends a new config drive.', `openstack server rebuild ${hand.instance}`),
    say('Without Nova: send one along.', `baremetal node rebuild ${hand.node} --config-drive <file-or-url>`),
    say(
      '401 in a deploy: how long do addresses live? Without a value as long as deploy_callback_timeout (1800 s); newer releases add two minutes.',
      "grep -nE 'configdrive_swift_temp_url_duration|deploy_callback_timeout' /etc/ironic/ironic.conf",
    ),
    say(
      'Set [conductor]configdrive_swift_temp_url_duration to twice your longest deploy, and restart the conductors.',
      'systemctl restart ironic-conductor',
    ),
    say(
      'Do the clocks of conductor and Swift agree? An hour of difference is a 401 too.',
      'chronyc tracking',
    ),
    say(
      'Or keep config drives in Ironic: [deploy]configdrive_use_object_store = False. It holds for new deploys only.',
      "grep -n 'configdrive_use_object_store' /etc/ironic/ironic.conf",
    ),
  ],
  done: 'The deploy or rebuild passes write-configdrive, and the instance has its keys and name.',
  beware:
    'rebuild writes the image anew: everything on the root disk is lost. Never paste a temporary address: it is a key. A restart fails what a conductor has in an -ing state.',
});
