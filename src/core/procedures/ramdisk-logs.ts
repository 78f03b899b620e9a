import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/**
 * File names of openstack/ironic ironic/drivers/utils.py get_ramdisk_logs_file_name: newer releases put the node's name
 * after its UUID and write the time with dashes; older ones wrote colons, which tar reads as a remote host.
 */
export default defineProcedure({
  id: 'ramdisk-logs',
  title: 'Read what the deploy ramdisk logged',
  sections: ['ramdisk-logs'],
  words: [
    'deploy logs',
    'deploy log',
    'ramdisk log',
    'agent log',
    'agent logs',
    'ipa log',
    'ipa logs',
    'logs',
    'deploy_logs_collect',
    'tarball',
    'swift logs',
    'journal',
    'log rotation',
  ],
  when: 'A deploy, cleaning or other operation failed after the ramdisk had called back.',
  steps: (hand) => [
    say(
      'Ask which conductor has the node; the files are on its disk.',
      `baremetal node show ${hand.node} -f value -c uuid -c conductor`,
    ),
    say(
      `On ${hand.conductor}: list what was kept for the node, newest first. Names begin with its UUID and end with the time in UTC.`,
      `ls -lt /var/log/ironic/deploy | grep ${hand.uuid} | head -5`,
    ),
    say(
      'Kept in Swift instead (30 days by default)? List and fetch it there, as the project of the Ironic service user.',
      `openstack object list ironic_deploy_logs_container --prefix ${hand.uuid}`,
    ),
    say(
      'Fetch the one that fits the time of the failure.',
      'openstack object save ironic_deploy_logs_container <object> --file ramdisk.tar.gz',
    ),
    say(
      'Unpack it into a directory of its own. --force-local is for names with colons in the time.',
      'mkdir ramdisk-log; tar -xzf <file> --force-local -C ramdisk-log',
    ),
    say(
      'Read the end of the journal first; a ramdisk without systemd has var/log instead.',
      "grep -nE 'ERROR|CRITICAL|Traceback' ramdisk-log/journal | tail -40",
    ),
    say(
      'df, ps, ip_addr and their sisters show disks, processes and addresses of that moment.',
      'head -50 ramdisk-log/df ramdisk-log/ip_addr',
    ),
    say(
      'Nothing there? See what is collected: on_failure (default), always or never. A ramdisk that never called back cannot send any.',
      "grep -E '^deploy_logs' /etc/ironic/ironic.conf",
    ),
  ],
  done: 'You can name the step that failed and the line in which the agent says why.',
  beware:
    'The journal can hold tokens and addresses: quote lines in chat, never the whole file. On disk nothing removes old ones: let logrotate or a timer do it.',
});
