import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/core/report.ts';
import { renderReport } from '../../../../src/slack/render/report.ts';
import { faultsOf } from '../support/check-message.ts';
import { finding, healthy, report } from '../support/sample.ts';

const words = (made: ReturnType<typeof renderReport>['message']) =>
  made.blocks
    .flatMap((block) =>
      block.type === 'section'
        ? [block.text?.text ?? '']
        : block.type === 'context'
          ? block.elements.map((element) => ('text' in element ? element.text : ''))
          : [],
    )
    .join('\n');

describe('a report', () => {
  const { message, thread } = renderReport(report);

  it('reads on a lock screen', () => {
    expect(message.text).toBe(
      'node-17: stuck in clean wait for 3 h 12 min: the ramdisk never called back (likely)',
    );
  });

  it('leads with the verdict and the state, then why, against, what could not be checked, and what now', () => {
    expect(words(message).split('\n')).toEqual([
      '*node-17 · stuck in `clean wait` for 3 h 12 min: the ramdisk never called back*',
      'Likely · `clean wait` for 3 h 12 min · power on · cloud prod',
      '*Why we think so*',
      '• no agent heartbeat since cleaning began (`node.driver_internal_info.agent_last_heartbeat`)',
      '• `node.power_state`: power on',
      '• `Timeout reached while cleaning the node. Please check if the ramdisk is running.` (`node.last_error`)',
      '*Against:* nothing that was read',
      '*Could not check*',
      '• no log source is configured: _What does the conductor log say?_',
      '*What now*',
      '1. Look at the console of the node',
      '2. Check the switch port: PortFast and the VLAN of the cleaning network',
      'Possible remedies: Abort the operation (disruptive) · Power-cycle (disruptive)',
      'By hand: `/ironic guide wait-state node-17`',
      'Also checked: 2 clear, 1 could not be checked · 9 reads in 0.31 s, <!date^1795317249^{date_short_pretty} {time_secs}|2026-11-22 03:14:09 UTC>',
      expect.stringMatching(
        /^guide: <https:.*\|Why are my nodes stuck in a "wait" state\?> · ref `a1b2c3d4`$/,
      ),
    ]);
  });

  it('is short, and has what else there is in the thread', () => {
    expect(message.blocks.length).toBeLessThanOrEqual(12);
    expect(thread).toHaveLength(1);
    const details = thread.map(words).join('\n');
    expect(details).toContain('likely: 3 supporting, none against, 1 not readable');
    expect(details).toContain('baremetal node console show node-17');
    expect(details.match(/<!date/g)).toHaveLength(1);
    expect(details).toContain('Is the power state in sync?');
    expect([message, ...thread].flatMap(faultsOf)).toEqual([]);
  });

  it('shows what speaks against it, and never as a reason for it', () => {
    const doubt = { bearing: 'speaks-against' as const, source: 'conductors', observed: 'all alive' };
    const made = renderReport({
      ...report,
      findings: [{ ...finding, evidence: [...finding.evidence, doubt] as never }],
    });
    expect(words(made.message)).toContain('*Against*\n• `conductors`: all alive');
  });

  it('says how many remarks it leaves out', () => {
    const of = (count: number) =>
      words(
        renderReport({ ...report, notes: Array.from({ length: count }, (_, at) => `remark ${at}`) }).message,
      );
    expect(of(3)).toContain('remark 2');
    expect(of(3)).not.toContain('more remarks');
    expect(of(12)).toContain('10 more remarks on what was not read');
    expect(of(12)).not.toContain('remark 2');
  });

  it('says of older evidence when it was read', () => {
    const old = { ...finding.evidence[0], at: '2026-11-22T02:14:07+00:00' };
    const made = renderReport({ ...report, findings: [{ ...finding, evidence: [old] }] });
    expect(words(made.message)).toContain('agent_last_heartbeat`, read <!date^1795313647^');
  });

  it('quotes what people and machines wrote and says the rest as it is', () => {
    const evidence = [
      { bearing: 'supports', source: 'node.maintenance_reason', observed: 'INC-4411, do not touch' },
      { bearing: 'supports', source: 'history[2026-11-22T02:00:00]', observed: 'it failed' },
      { bearing: 'supports', source: 'nodes[last_error]', observed: '2 more with the same trouble' },
      { bearing: 'supports', source: 'node.properties', observed: '{"cpus": 4}' },
    ] as const;
    const made = words(renderReport({ ...report, findings: [{ ...finding, evidence }] }).message);
    expect(made).toContain('• `INC-4411, do not touch` (');
    expect(made).toContain('• `it failed` (');
    expect(made).toContain('• 2 more with the same trouble (');
    expect(made).toContain('• `{"cpus": 4}` (');
  });

  it('folds what the cause explains and gives others a line each', () => {
    const folded = { ...finding, code: 'b', summary: 'it is late', explained_by: finding.code };
    const other = { ...finding, code: 'c', summary: 'a port has no VLAN', cause: 'network-vif' as const };
    const made = words(renderReport({ ...report, findings: [finding, other, folded] }).message);
    expect(made).toContain('*Explained by it*\n• it is late (likely)');
    expect(made).toContain('*Also found*\n• a port has no VLAN (likely)');
  });

  it('names one sick service once, however many checks it silences', () => {
    const unknown = Array.from({ length: 9 }, (_, index) => ({
      check: `p/${index}`,
      asks: `Question ${index}?`,
      reason: 'Placement did not answer within 5 s',
      kind: 'failed' as const,
    }));
    const made = words(renderReport({ ...report, unknown }).message);
    expect(made.match(/Placement did not answer/g)).toHaveLength(1);
    expect(made).toContain('_Question 0?_ and 8 more');
    expect(made).toContain('9 could not be checked');
  });
});

describe('a healthy node', () => {
  it('is said to be healthy without doubts or details', () => {
    const { message, thread } = renderReport(healthy);
    expect(message.text).toBe('node-03: healthy: available, powered off, nothing reserved (confirmed)');
    expect(words(message)).not.toContain('Against');
    expect(thread).toEqual([]);
  });
});

describe('a verdict without a finding', () => {
  it('says what could not be read and draws no reasons', () => {
    const unknowing: Report = {
      ...report,
      verdict: {
        cause: 'insufficient-evidence',
        confidence: 'possible',
        summary: 'Cannot tell: Ironic did not answer.',
      },
      findings: [],
      node: null,
    };
    const made = words(renderReport(unknowing).message);
    expect(made).toContain('*node-17 · Cannot tell: Ironic did not answer.*\nPossible · cloud prod');
    expect(made).not.toMatch(/Why we think so|Against|What now/);
  });
});

describe('look again', () => {
  const values = (of: Report) =>
    renderReport(of).message.blocks.flatMap((block) =>
      block.type === 'actions'
        ? block.elements.map((element) => ('value' in element ? JSON.parse(element.value ?? '') : undefined))
        : [],
    );

  it('asks about the same node in the same cloud', () => {
    const about = { subject: report.subject.node_uuid, cloud: 'prod' };
    expect(values(report)).toEqual([about, { ...about, command: 'logs' }, { ...about, command: 'history' }]);
  });

  it('is not offered for pasted text, which has not changed', () => {
    const pasted: Report = {
      ...report,
      subject: { kind: 'message', cloud: 'snapshot', name: 'pasted text', aspects: ['message'] },
    };
    expect(values(pasted)).toEqual([]);
    expect(renderReport(pasted).message.text).toMatch(/^pasted text: /);
  });
});
