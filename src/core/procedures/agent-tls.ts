import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** Where the certificate of the first heartbeat is kept: openstack/ironic ironic/conf/agent.py certificates_path. */
export default defineProcedure({
  id: 'agent-tls',
  title: 'Check the certificate between conductor and agent',
  sections: ['agent-tls', 'agent-token'],
  words: [
    'tls',
    'ssl',
    'certificate',
    'certificate verify failed',
    'certificate_verify_failed',
    'sslerror',
    'agent certificate',
    'auto tls',
    'require_tls',
    'cert',
    'agent token',
    'invalid agent token',
  ],
  when: 'The conductor cannot call the agent: CERTIFICATE_VERIFY_FAILED or another TLS error.',
  steps: (hand) => {
    const file = `/var/lib/ironic/certificates/${hand.uuid}.crt`;
    return [
      say(
        `On ${hand.conductor}: read the error, and note the address of the agent in it.`,
        `journalctl -u '*ironic-conductor*' --since -2h | grep ${hand.uuid} | grep -i ssl`,
      ),
      say(
        'Is the certificate of the first heartbeat here? After a take-over, another conductor has the node and not the file.',
        `ls -l ${file}`,
      ),
      say(
        'Read it: valid from and to, for which address.',
        `openssl x509 -in ${file} -noout -dates -ext subjectAltName`,
      ),
      say('Not valid yet, or no longer: the clocks differ, see /ironic guide clock-skew.', 'date -u'),
      say(
        'Call the agent as the conductor does.',
        `curl -v --cacert ${file} https://<agent-address>:9999/v1/commands/`,
      ),
      say(
        'An old ramdisk may be unable to speak TLS 1.3, which [agent]tls_minimum_version asks for by default.',
        'openssl s_client -connect <agent-address>:9999 -tls1_3 </dev/null',
      ),
      say(
        'All of that is right, or the error is about the agent token: the ramdisk restarted and has new ones. Look for a crash on the console, then stop it (/ironic guide stop-operation).',
        `baremetal node console show ${hand.node}`,
      ),
    ];
  },
  done: 'curl gets an answer of the agent with that certificate, and the operation goes on.',
  beware:
    'Switching verification or require_tls off hides the fault and opens the way to the disk of every node.',
});
