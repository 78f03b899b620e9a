import { describe, expect, it } from 'vitest';
import { EMPTY_HAND } from '../../../../src/core/hand.ts';
import { PROCEDURES } from '../../../../src/core/procedures/index.ts';
import type { Subject } from '../../../../src/core/subject.ts';
import { renderProcedure, renderTopics } from '../../../../src/slack/render/guide.ts';
import { faultsOf } from '../support/check-message.ts';
import { NASTY } from '../support/wild.ts';
import { wordsOf } from '../support/words.ts';

const subject: Subject = { kind: 'node', cloud: 'prod', name: 'node-17', node_uuid: 'u', aspects: ['node'] };
const all = ({ message, thread }: ReturnType<typeof renderTopics>) => [message, ...thread];

describe('the guide in Slack', () => {
  it('lists every topic in one message', () => {
    const { message, thread } = renderTopics({ kind: 'topics', procedures: PROCEDURES }, '/ironic');
    for (const { id } of PROCEDURES) expect(wordsOf(message)).toContain(`• \`${id}\``);
    expect(thread).toEqual([]);
    expect(faultsOf(message)).toEqual([]);
  });

  it.each(PROCEDURES.map((procedure) => [procedure.id, procedure] as const))(
    'shows %s whole, with and without a node, linked to its section',
    (_id, procedure) => {
      for (const known of [{ about: { subject, notes: ['a remark'] } }, {}]) {
        const made = renderProcedure(
          { kind: 'procedure', procedure, hand: EMPTY_HAND, unread: [], ...known },
          '/ironic',
        );
        const words = all(made).map(wordsOf).join('\n');
        expect(words).toContain(`${procedure.steps(EMPTY_HAND).length}. `);
        expect(words).toContain('*It worked when:*');
        expect(words).toContain('guide: <https://docs.openstack.org/');
        expect(all(made).flatMap(faultsOf)).toEqual([]);
      }
    },
  );

  it('says how to fill in what stands in angle brackets, where something does', () => {
    const procedure = PROCEDURES.find(({ id }) => id === 'port-fast') ?? expect.fail();
    const of = (rest: object) =>
      wordsOf(
        renderProcedure({ kind: 'procedure', procedure, hand: EMPTY_HAND, unread: [], ...rest }, '/ironic')
          .message,
      );
    expect(of({})).toContain('`/ironic guide port-fast &lt;node&gt;`');
    expect(of({ about: { subject, notes: [] }, unread: ['Ironic did not answer'] })).toContain(
      'is not known here (Ironic did not answer): fill it in.',
    );
  });

  it('names the topics that a wrong word could have meant, as they would be typed', () => {
    const unknown = { asked: 'boot', several: true, meant: ['port-fast', 'lacp'], node: 'node-17' };
    const words = wordsOf(
      renderTopics({ kind: 'topics', procedures: PROCEDURES, unknown }, '/ironic').message,
    );
    expect(words).toContain('`boot` can mean several topics. Did you mean one of these?');
    expect(words).toContain('• `/ironic guide lacp node-17`');
    const none = { asked: 'xyzzy', several: false, meant: [] };
    expect(
      wordsOf(renderTopics({ kind: 'topics', procedures: PROCEDURES, unknown: none }, '/ironic').message),
    ).toMatch(/^The guide has no topic `xyzzy`\. `\/ironic guide` lists all \d+\.$/);
  });

  it('is harmless whatever was typed', () => {
    for (const asked of NASTY) {
      for (const meant of [[], ['lacp']]) {
        const unknown = { asked, several: false, meant, node: asked };
        expect(
          all(renderTopics({ kind: 'topics', procedures: PROCEDURES, unknown }, '/ironic')).flatMap(faultsOf),
        ).toEqual([]);
      }
    }
  });
});
