import { describe, expect, it } from 'vitest';
import { bestReason, errorTexts, OPERATIONS } from '../../../src/core/failed-operation.ts';
import { HistoryEventSchema, NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo } from '../../support/facts.ts';

const CLEAN = OPERATIONS['clean failed'];
const node = (fields: Record<string, unknown>) =>
  NodeSchema.parse({
    ...HEALTHY_NODE,
    provision_state: 'clean failed',
    provision_updated_at: minutesAgo(20),
    ...fields,
  });
const event = (minutes: number, text: string, fields: Record<string, unknown> = {}) =>
  HistoryEventSchema.parse({
    uuid: 'e',
    created_at: minutesAgo(minutes),
    severity: 'ERROR',
    event_type: 'cleaning',
    event: text,
    ...fields,
  });
const sources = (...of: Parameters<typeof errorTexts>) => errorTexts(...of).current.map((one) => one.source);

describe('errors of the failure that the node is in', () => {
  it('are last_error when nothing says otherwise', () => {
    expect(sources(node({ last_error: 'odd' }), undefined, CLEAN)).toEqual(['node.last_error']);
  });

  it('count once when history repeats them, and twice when history kept more of them', () => {
    const long = `odd ${'x'.repeat(5000)}`;
    expect(sources(node({ last_error: 'odd' }), [event(20, 'odd')], CLEAN)).toHaveLength(1);
    expect(sources(node({ last_error: long.slice(0, 4096) }), [event(20, long)], CLEAN)).toHaveLength(2);
  });

  it('are not events of before, of other work, or that are no errors', () => {
    const history = [
      event(300, 'before'),
      event(20, 'power', { event_type: 'monitoring' }),
      event(20, 'note', { severity: 'INFO' }),
      event(19, 'this one', { event_type: 'conductor' }),
    ];
    expect(errorTexts(node({}), history, CLEAN).current.map((one) => one.text)).toEqual(['this one']);
  });

  it('are those of a power action only at the very moment of the failure, and with nothing better', () => {
    const last_error =
      "Failed to change power state to 'power on' by 'rebooting'. Error: DRAC operation failed. Reason: odd";
    const power = (minutes: number) => event(minutes, last_error, { event_type: null });
    expect(sources(node({ last_error }), [power(20)], CLEAN)).toEqual(['node.last_error']);
    expect(sources(node({ last_error }), [power(5)], CLEAN)).toEqual([]);
    expect(sources(node({ last_error }), undefined, CLEAN)).toEqual([]);
    const own = event(20, 'its own words');
    expect(errorTexts(node({ last_error }), [own, power(20)], CLEAN).current.map((one) => one.text)).toEqual([
      'its own words',
    ]);
  });

  it('are the newest event of the right kind when Ironic does not say when the state changed', () => {
    const history = [event(300, 'older'), event(200, 'newer'), event(1, 'x', { event_type: 'deploying' })];
    const { current } = errorTexts(node({ provision_updated_at: null }), history, CLEAN);
    expect(current.map((one) => one.text)).toEqual(['newer']);
  });

  it('are told by their words where neither the event says its kind nor the node its time', () => {
    const timeout = 'Timeout reached while cleaning the node. Failed on step {}.';
    const current = (...history: Parameters<typeof event>[]) =>
      errorTexts(
        node({ provision_updated_at: null }),
        history.map((one) => event(...one)),
        CLEAN,
      ).current.map((one) => one.text);
    expect(current([200, timeout, { event_type: null }])).toEqual([timeout]);
    expect(current([200, timeout, { event_type: undefined }])).toEqual([timeout]);
    const deploy = 'Timeout reached while waiting for callback for node 1';
    expect(current([1, deploy, { event_type: null }], [200, timeout, { event_type: null }])).toEqual([
      timeout,
    ]);
    expect(current([1, deploy, { event_type: null }])).toEqual([]);
    expect(current([1, timeout, { event_type: 'deploying' }])).toEqual([]);
    expect(current([1, 'words that nobody knows', { event_type: null }])).toEqual([]);
    expect(current([1, 'Node x is locked by host c1, please retry.', { event_type: null }])).toEqual([]);
  });

  it('are those of an operation that has no kind of event of its own', () => {
    const rescue = 'Timeout reached while waiting for rescue ramdisk callback for node';
    const history = [
      event(200, rescue, { event_type: null }),
      event(100, 'Timeout reached while cleaning the node'),
    ];
    const failed = node({ provision_state: 'rescue failed', provision_updated_at: null });
    expect(sources(failed, history, OPERATIONS['rescue failed'])).toEqual([`history[${minutesAgo(200)}]`]);
  });
});

describe('the best reason', () => {
  const of = (...texts: string[]) =>
    bestReason(texts.map((text, index) => ({ text, source: `${index}` })))?.recognition?.signature.cause;

  it('is the text with the innermost words, wherever it was read', () => {
    const wrapped = 'Failed to prepare node 1111 for cleaning: odd';
    const inner =
      'Error erasing block device: Failed to invoke secure erase: Block device sda is frozen and cannot be erased';
    expect(of(wrapped, inner)).toBe('clean-step-failed');
    expect(of('Timeout reached while cleaning the node. Failed on step {}.', wrapped)).toBe(
      'wait-callback-timeout',
    );
  });

  it('is nothing when there are no texts', () => {
    expect(bestReason([])).toBeUndefined();
  });
});
