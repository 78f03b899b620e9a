import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'iowait',
  title: 'See whether a conductor waits for its storage',
  sections: ['iowait', 'io-failure'],
  words: ['iostat', 'nfs', 'io wait', 'slow disk', 'storage hangs', 'stale nfs', 'blocked io', 'd state'],
  when: 'Several nodes of one conductor stand still at the same time, or its log has gone quiet.',
  steps: (hand) => [
    say(`On ${hand.conductor}: look at %iowait, r_await, w_await and tps of the disks.`, 'iostat -xz 5 3'),
    say(
      'Processes in state D wait for storage and cannot be ended.',
      "ps -eo pid,stat,etime,wchan,args | grep -E '^ *[0-9]+ D'",
    ),
    say(
      'What did the kernel say of it?',
      "journalctl -k --since -6h | grep -iE 'nfs|blocked for more|I/O error'",
    ),
    say('Is a network file system in use for images, TFTP or HTTP?', 'findmnt -t nfs,nfs4,ceph,fuse'),
    say(
      'Does it answer? If this line itself hangs, leave it, and go on in another shell.',
      'timeout 10 ls /var/lib/ironic /tftpboot /httpboot',
    ),
    say('Is a file system full?', 'df -h /var/lib/ironic /tmp /tftpboot /httpboot'),
    say(
      'See what the conductor has in hand before it goes.',
      `baremetal node list --conductor ${hand.conductor} --fields name provision_state reservation`,
    ),
    say(
      'Local disk only: restart the conductor once the disk is well again.',
      'systemctl restart ironic-conductor',
    ),
    say(
      'Network file system: call whoever runs it, and reboot the host after; the conductor may be unable to exit.',
      'systemctl reboot',
    ),
  ],
  done: '%iowait is back to a few percent, the listing returns at once, and the conductor logs again.',
  beware:
    'Restart or reboot fails every node that this conductor has in an -ing state: look at the list first.',
});
