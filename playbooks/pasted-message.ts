import { CAUSES } from '../src/core/cause.ts';
import { conductorNamed, isDead } from '../src/core/conductors.ts';
import type { Recognition } from '../src/core/error-signature.ts';
import { plainErrorText } from '../src/core/error-text.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import {
  FAILED_STATES,
  HOLD_STATES,
  ING_STATES,
  STABLE_STATES,
  WAIT_STATES,
} from '../src/core/provision-state.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { propose } from '../src/core/remediation.ts';
import { causesIn, textFinding } from '../src/core/text-causes.ts';
import { UUID } from '../src/lib/uuid.ts';

const ANY_UUID = new RegExp(`\\b${UUID}\\b`, 'i');
const NODE_UUID = new RegExp(`\\bnode "?'?(${UUID})`, 'i');
const STATES = [...WAIT_STATES, ...ING_STATES, ...FAILED_STATES, ...HOLD_STATES, ...STABLE_STATES];
const STATE = new RegExp(`\\bprovision_state\\W{1,40}(?<state>${STATES.join('|')})\\b`, 'i');

const nodeIn = (text: string): string | undefined => NODE_UUID.exec(text)?.[1];

/** What the text says of itself besides the error: which node, which state. */
function nextSteps(text: string): readonly Step[] {
  const uuid = nodeIn(text) ?? ANY_UUID.exec(text)?.[0];
  const state = STATE.exec(text)?.groups?.['state'];
  return [
    ...(uuid
      ? [
          {
            text: `Ask about the node itself${state ? ` (${state} in this text)` : ''}: its present state may say more than the text.`,
            command: `/ironic why ${uuid.toLowerCase()}`,
          },
        ]
      : [{ text: 'Ask about the node or instance that it happened to.', command: '/ironic why <name>' }]),
  ];
}

/** A lock passes, unless the host that the text names is dead: that is worth one read of the conductors. */
async function lockedByTheDead(facts: Facts, draft: FindingDraft, host: string): Promise<FindingDraft> {
  const conductors = await facts.maybe.conductors();
  const holder = conductorNamed(conductors ?? [], host);
  if (!holder) return draft;
  const seen: Evidence = {
    bearing: isDead(holder) ? 'proves' : 'supports',
    source: `conductors[${holder.hostname}].alive`,
    observed: `${String(holder.alive ?? 'unknown')}, last heartbeat ${holder.updated_at ?? 'unknown'}`,
  };
  if (!isDead(holder)) {
    return {
      ...draft,
      evidence: [...draft.evidence, seen],
      proposals: [propose('look-again')],
    };
  }
  return {
    ...draft,
    code: 'message-locked-by-dead-conductor',
    cause: 'stuck-ing-state',
    summary: `The node is locked by conductor ${holder.hostname}, which is not alive: this lock does not pass by itself.`,
    evidence: [seen, ...draft.evidence.map((piece) => ({ ...piece, bearing: 'supports' }) as const)],
    proposals: [propose('restart-conductor', { conductor: holder.hostname })],
    guide: 'ing-state',
  };
}

/** What the same words can mean, so that whoever reads knows where to look. */
function readings(top: Recognition | undefined): readonly Step[] {
  const also = top?.signature.also?.map((cause) => CAUSES[cause]).join('; ');
  return also ? [{ text: `It can mean: ${also}.` }] : [];
}

const UNREAD_WORDS: Evidence = {
  bearing: 'speaks-against',
  source: 'message',
  observed: 'only these words were read; the lines before and after them may say why',
};

function unclear(text: string, why: string, top: Recognition | undefined): FindingDraft {
  return {
    code: top ? `message-${top.signature.id}` : 'message-unknown',
    cause: 'insufficient-evidence',
    summary: why,
    severity: 'warning',
    evidence: [
      {
        bearing: 'supports',
        source: 'message',
        observed: top?.excerpt ?? (text.slice(0, 300) || 'empty'),
      },
      // What nobody here has read before may still be the reason: that it tells nothing is no more than a guess.
      ...(top ? [] : [UNREAD_WORDS]),
    ],
    steps: [
      ...readings(top),
      ...(top
        ? []
        : [
            { text: 'Paste the lines before and after it as well: the reason often stands some lines away.' },
          ]),
      ...(top?.signature.next ? [{ text: top.signature.next }] : []),
      ...nextSteps(text),
    ],
    ...(top ? {} : { guide: 'api-errors' as const }),
  };
}

async function explained(facts: Facts): Promise<readonly FindingDraft[]> {
  const text = plainErrorText(await facts.message()).trim();
  const causes = causesIn(text);
  const top = causes[0]?.signs[0];
  if (!top) {
    return [
      unclear(text, 'The text holds no wording that is known from Ironic, its agent or Nova.', undefined),
    ];
  }
  if (top.signature.cause === 'insufficient-evidence') {
    return [unclear(text, `The text alone does not tell why: ${top.signature.says}.`, top)];
  }
  const named = { node: nodeIn(text) ?? '<node>', conductor: typedWord(top.captures['host'], 'conductor') };
  const drafts = causes.map((one, index) =>
    textFinding(one, {
      prefix: 'message',
      source: 'message',
      intro: 'The text says',
      text,
      named,
      // The first is what the text is about; others in it are worth a line.
      severity: one.cause === 'healthy' ? 'info' : index === 0 ? 'critical' : 'warning',
      steps: nextSteps(text),
      several: causes.length > 1,
    }),
  );
  const host = top.signature.id === 'node-locked' ? top.captures['host'] : undefined;
  const [main, ...others] = drafts;
  if (!main || !host) return drafts;
  return [await lockedByTheDead(facts, main, host), ...others];
}

export default definePlaybook({
  id: 'pasted-message',
  title: 'What a pasted error says',
  guide: 'api-errors',
  covers: [...RECOGNISED.sections, 'ing-state'],
  causes: [...RECOGNISED.causes, 'stuck-ing-state'],
  reads: ['message', 'conductors'],
  remedies: [...RECOGNISED.remedies, 'restart-conductor', 'look-again'],
  about: ['message'],
  checks: [{ id: 'wording', asks: 'Does the text say why?', run: explained }],
});
