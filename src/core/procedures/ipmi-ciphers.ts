import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/**
 * The guide answers "insufficient resources for session" with cipher suite 3. openstack/ironic
 * ironic/drivers/modules/ipmitool.py retries that wording and tells ciphers by others, "no matching cipher suite".
 */
export default defineProcedure({
  id: 'ipmi-ciphers',
  title: 'Get an IPMI session: used-up sessions and cipher suites',
  sections: ['ipmi-lanplus', 'ipmi-ciphers'],
  words: [
    'cipher',
    'cipher suite',
    'lanplus',
    'rmcp+',
    'insufficient resources',
    'insufficient resources for session',
    'ipmi session',
    'no matching cipher suite',
    'sessions used up',
  ],
  when: 'The BMC answers and refuses the session: "Unable to establish IPMI v2 / RMCP+ session".',
  steps: (hand) => {
    const ipmitool = `ipmitool -I lanplus -H ${hand.bmc} -U <user> -f <password-file>`;
    return [
      say(
        'Read the line before it. "insufficient resources" is used-up sessions, though the guide says cipher; "no matching cipher suite" or a very slow answer is the cipher.',
        `${ipmitool} -v chassis power status`,
      ),
      say(
        'Sessions: see who holds them; monitoring, open consoles and a second Ironic are the usual ones.',
        `${ipmitool} session info all`,
      ),
      say("Sessions: let go of the node's own console.", `baremetal node console disable ${hand.node}`),
      say(
        'Sessions: if nobody lets go, restart the BMC; the machine itself runs on.',
        `${ipmitool} mc reset cold`,
      ),
      say(
        'Cipher: try suite 17 (SHA256), then the older 3 (SHA1).',
        `${ipmitool} -C 17 chassis power status`,
      ),
      say(
        'Cipher: read which ones the BMC has, under "RMCP+ Cipher Suites". Neither? Enable 17, or 3, in its web page.',
        `${ipmitool} -v lan print 1`,
      ),
      say(
        'Cipher: name the working one for this node.',
        `baremetal node set ${hand.node} --driver-info ipmi_cipher_suite=17`,
      ),
      say(
        'Many nodes of one kind? List them for all in [ipmi]cipher_suite_versions; the last is tried first. Then restart the conductors.',
        "grep -n 'cipher_suite_versions' /etc/ironic/ironic.conf",
      ),
      say(
        'See that Ironic reads the power state again.',
        `baremetal node show ${hand.node} -f json --fields power_state fault maintenance`,
      ),
    ];
  },
  done: 'ipmitool prints the power state within a second or two, several times in a row.',
  beware:
    'A BMC reset ends consoles and virtual media: never while firmware is written. Cipher suite 0 has no password at all.',
});
