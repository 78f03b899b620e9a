import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'out-of-memory',
  title: 'Keep a conductor from running out of memory',
  sections: ['out-of-memory'],
  words: [
    'oom',
    'oom killer',
    'memory',
    'out of memory',
    'insufficient memory',
    'conductor killed',
    'minimum_required_memory',
    'swap',
    'max_concurrent_builds',
  ],
  when: 'The kernel killed the conductor or qemu-img, or deploys are refused for lack of memory.',
  steps: (hand) => [
    say(
      `On ${hand.conductor}: was it killed?`,
      "journalctl -k --since -24h | grep -iE 'out of memory|oom-kill'",
    ),
    say('How much is left?', 'free -m'),
    say(
      'What takes it? qemu-img converts images, each up to 1 GiB and buffers on top.',
      'ps -eo pid,rss,etime,args --sort=-rss | head -15',
    ),
    say(
      'How many deploys run at once?',
      `baremetal node list --conductor ${hand.conductor} --fields name provision_state | grep deploying`,
    ),
    say('Use raw images, so that nothing is converted: /ironic guide image-size.'),
    say('Add memory or swap to the host, or one more conductor.'),
    say(
      'Start fewer at a time: max_concurrent_builds (default 10) under [DEFAULT] of nova-compute; restart it.',
      "grep -n 'max_concurrent_builds' /etc/nova/nova.conf",
    ),
    say(
      'Reserve more: minimum_required_memory (1024 MiB) with its wait_time (15 s) and wait_retries (6) under [DEFAULT] of ironic.conf.',
      "grep -n 'minimum_' /etc/ironic/ironic.conf",
    ),
    say(
      'Bring the conductor back; nodes it had in an -ing state fail and have to be started again.',
      'systemctl restart ironic-conductor',
    ),
  ],
  done: 'A wave of deploys as large as the last one leaves memory free.',
  beware: 'A restart fails the nodes that this conductor has in an -ing state.',
});
