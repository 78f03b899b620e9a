import { tracebackSteps } from '../src/core/conductor-exception.ts';
import { isDead } from '../src/core/conductors.ts';
import type { Facts } from '../src/core/facts.ts';
import { failureCodes } from '../src/core/failure-codes.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { type SaidText, saidAs, saidTexts, saysMore } from '../src/core/said-texts.ts';
import { causesIn } from '../src/core/text-causes.ts';

export default definePlaybook({
  id: 'api-error',
  title: 'The API answers with an error of its own',
  guide: 'api-errors',
  covers: ['api-errors'],
  causes: ['stuck-ing-state', 'insufficient-evidence'],
  reads: ['node', 'history', 'instance', 'instance_actions', 'message', 'conductors'],
  remedies: ['restart-conductor', 'collect-logs', 'look-again'],
  about: ['node', 'instance', 'message'],
  checks: [
    {
      id: 'no-reply',
      asks: 'Did a request wait in vain for the answer of a conductor?',
      suspects: saysMore,
      async run(facts) {
        const said = saidAs(await saidTexts(facts), 'rpc-timeout');
        // Nova's services call each other in the same way, and this would be about their messages.
        if (!said || (NOVA.test(said.text) && !/ironic/i.test(said.text))) return undefined;
        return noReply(said, facts);
      },
    },
    {
      id: 'server-error',
      asks: 'Is it an error inside the API, which says nothing about the node?',
      suspects: saysMore,
      async run(facts) {
        const said = (await saidTexts(facts)).find(({ text }) => SERVER_ERROR.test(text));
        // Words that tell why are a better answer than "it broke".
        if (
          !said ||
          causesIn(said.text).some(
            ({ cause }) => cause !== 'insufficient-evidence' && cause !== 'inspection-failed',
          )
        )
          return undefined;
        return brokeInside(said);
      },
    },
  ],
});

const NOVA = /\bnova[.-]\w/i;

/** As Pecan, WSME and oslo answer when a call ends in an exception that nobody expected. */
const SERVER_ERROR =
  /\bHTTP(?: status)?:? ?500\b|\(HTTP 500\)|\b500 Internal Server Error\b|"?(?:status|code)"?: ?500\b|Internal Server Error|An unknown exception occurred|An unexpected error has occurred|Unexpected exception\b/i;

async function noReply(said: SaidText, facts: Facts): Promise<FindingDraft> {
  const conductors = await facts.maybe.conductors();
  const dead = conductors?.filter(isDead) ?? [];
  const alive = (conductors?.length ?? 0) - dead.length;
  const seen: Evidence[] =
    dead.length > 0
      ? [
          {
            bearing: 'supports',
            source: 'conductors',
            observed: `${alive} alive; not alive: ${dead.map((one) => `${one.hostname} (since ${one.updated_at ?? 'unknown'})`).join(', ')}`,
          },
        ]
      : conductors
        ? [{ bearing: 'speaks-against', source: 'conductors', observed: `all ${alive} are alive now` }]
        : [];
  return {
    code: 'rpc-no-reply',
    cause: 'stuck-ing-state',
    summary:
      'The API passed the request on and no conductor answered in time, so it is not known whether the work was begun.',
    severity: 'critical',
    evidence: [{ bearing: 'supports', source: said.source, observed: said.text }, ...seen],
    explains: [...failureCodes('stuck-ing-state'), 'message-rpc-timeout', 'nvh-behind-deploy-error-deploy'],
    proposals: [propose('look-again'), propose('collect-logs'), propose('restart-conductor')],
    steps: [
      {
        text: 'See who is alive. A conductor that is starved or was just restarted answers nobody.',
        command: 'baremetal conductor list --long',
      },
      {
        text: 'Look at the node before anything is repeated: the work may have begun after the API gave up waiting (60 s by default, [DEFAULT]rpc_response_timeout).',
        command:
          'baremetal node show <node> --fields provision_state target_provision_state reservation last_error',
      },
      {
        text: 'When all conductors live, look at the message bus: its queues, and connections that were cut.',
      },
      ...tracebackSteps(said.text),
    ],
  };
}

function brokeInside(said: SaidText): FindingDraft {
  return {
    code: 'api-broke',
    cause: 'insufficient-evidence',
    summary: 'An error inside the service ended the request; the text does not tell why, but its log does.',
    severity: 'warning',
    evidence: [
      { bearing: 'supports', source: said.source, observed: said.text },
      {
        bearing: 'speaks-against',
        source: said.source,
        observed: 'nothing in these words is about a node, a request or its settings',
      },
    ],
    explains: ['message-unknown', 'message-inspect-unexpected', 'message-insufficient-evidence'],
    proposals: [propose('collect-logs')],
    steps: tracebackSteps(said.text),
  };
}
