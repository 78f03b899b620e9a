import { say } from '../advice-steps.ts';
import { powerStatusByHand } from '../bmc-by-hand.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'maintenance',
  title: 'Tell whose maintenance it is, and lift it rightly',
  sections: ['maintenance'],
  words: [
    'maintenance mode',
    'unset maintenance',
    'who set maintenance',
    'lift maintenance',
    'in maintenance',
    'node in maintenance',
  ],
  when: 'The node is in maintenance, and it is not clear whether Ironic or a person set it.',
  steps: (hand) => [
    say(
      'fault is set: Ironic did it. fault is empty: a person or a tool did, and the reason is theirs.',
      `baremetal node show ${hand.node} -f json --fields maintenance maintenance_reason fault owner description`,
    ),
    say('When, and what came before?', `baremetal node history list ${hand.node} --long`),
    say(
      'A person: ask them. Without a name in the reason, ask the channel or look into the API log of that time.',
    ),
    say('fault power failure heals itself once the BMC answers: /ironic guide power-fault.'),
    say('fault clean failure: find out why first (/ironic guide clean-failed); it does not heal itself.'),
    say(
      'fault rescue abort failure or service failure: look at the console; the machine may be in the ramdisk still.',
      `baremetal node console show ${hand.node}`,
    ),
    say(
      'Does the BMC answer? While a person holds the node, Ironic does not say when it stops doing so.',
      powerStatusByHand(hand),
    ),
    say('The reason is gone: lift it.', `baremetal node maintenance unset ${hand.node}`),
    say(
      'You need it set for longer? Say why and who, for the next one.',
      `baremetal node maintenance set ${hand.node} --reason <who-why-until>`,
    ),
  ],
  done: 'maintenance is false, or its reason names a person, a cause and an end.',
  beware: "Lifting a person's maintenance can power-cycle a machine that somebody has open on the bench.",
});
