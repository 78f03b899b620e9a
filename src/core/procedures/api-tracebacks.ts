import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** The option is not mutable and upstream calls it insecure: openstack/ironic ironic/conf/default.py. */
export default defineProcedure({
  id: 'api-tracebacks',
  title: 'Find out why the API answers with an error',
  sections: ['api-errors'],
  words: [
    'traceback',
    'stack trace',
    'debug_tracebacks_in_api',
    'request id',
    'api error',
    'http 500',
    'http 400',
    '500',
    'internal server error',
  ],
  when: 'The Bare Metal API answers 4xx or 5xx and its message does not tell why.',
  steps: (hand) => [
    say(
      'Repeat the request with --debug and note the request id (req-...) of the reply.',
      `baremetal --debug node show ${hand.node}`,
    ),
    say(
      'Look for that id in the logs of the API and of every conductor: the traceback is there, and usually enough.',
      "journalctl -u '*ironic*' --since -1h | grep <request-id>",
    ),
    say(
      'Only if it is not: on one API host, set debug_tracebacks_in_api = True under [DEFAULT], best on one that the load balancer leaves out.',
      "grep -n 'debug_tracebacks_in_api' /etc/ironic/ironic.conf",
    ),
    say('Restart the API there; the option is not taken up without.', 'systemctl restart ironic-api'),
    say('Send the request to that host, and keep the traceback.', 'baremetal --debug <the same command>'),
    say('Take the option out again, and restart the API once more.', 'systemctl restart ironic-api'),
  ],
  done: 'You have the traceback or the conductor lines of that request id, and the option is off again.',
  beware: 'While it is on, everybody who meets an error is shown code, paths and values: minutes, not days.',
});
