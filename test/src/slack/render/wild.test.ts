import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/core/errors.ts';
import type { Resolution, SubjectKind } from '../../../../src/core/subject.ts';
import { renderFailure } from '../../../../src/slack/render/failure.ts';
import type { Rendered } from '../../../../src/slack/render/limits.ts';
import { renderReport } from '../../../../src/slack/render/report.ts';
import { renderUnresolved } from '../../../../src/slack/render/resolution.ts';
import { renderStorm } from '../../../../src/slack/render/storm.ts';
import { renderStory } from '../../../../src/slack/render/story.ts';
import { renderWords } from '../../../../src/slack/render/words.ts';
import { renderWorking } from '../../../../src/slack/render/working.ts';
import { faultsOf } from '../support/check-message.ts';
import { wildStorm, wildStory } from '../support/stories.ts';
import { NASTY, wildReport, wildText } from '../support/wild.ts';

const faults = ({ message, thread }: Rendered) => [message, ...thread].flatMap(faultsOf);

describe('wild input', () => {
  it('hostile reports are messages that Slack takes, with no mention or link that is not ours', {
    timeout: 90_000,
  }, () => {
    fc.assert(
      fc.property(wildReport, (wild) => {
        expect(faults(renderReport(wild))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('hostile choices and suggestions are messages that Slack takes', { timeout: 90_000 }, () => {
    const kind = fc.constantFrom<SubjectKind[]>('node', 'instance', 'flavor', 'mac');
    const resolution: fc.Arbitrary<Exclude<Resolution, { kind: 'found' }>> = fc.oneof(
      fc.record({
        kind: fc.constant('several' as const),
        choices: fc.array(fc.record({ kind, id: wildText, label: wildText }), { maxLength: 30 }),
      }),
      fc.record({
        kind: fc.constant('none' as const),
        nearest: fc.array(wildText, { maxLength: 7 }),
        unreadable: fc.array(wildText, { maxLength: 7 }),
      }),
    );
    fc.assert(
      fc.property(resolution, wildText, wildText, (resolved, asked, cloud) => {
        const outcome = { kind: 'unresolved' as const, asked, cloud, resolution: resolved };
        expect(faults(renderUnresolved(outcome))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('hostile alerts are stories and storms that Slack takes', { timeout: 90_000 }, () => {
    const how = { slash: '/ironic', now: new Date(0), workspace: 'https://example.slack.com/' };
    fc.assert(
      fc.property(wildStory, wildStorm, (wild, wildest) => {
        expect(faultsOf(renderStory(wild, how))).toEqual([]);
        expect(faultsOf(renderStorm(wildest))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('failures, states of work and plain words stay harmless whatever is in them', () => {
    for (const nasty of NASTY) {
      const sick = new ServiceError(nasty, { code: 'timeout', service: 'ironic' });
      expect(faults(renderFailure(sick, nasty))).toEqual([]);
      expect(faultsOf(renderWorking(nasty))).toEqual([]);
      expect(faults(renderWords(nasty))).toEqual([]);
    }
  });
});
