import { describe, expect, it } from 'vitest';
import { bareValue, labelName, labelOf, labelsIn } from '../../../src/core/alert-labels.ts';

const pairs = (text: string) => labelsIn(text).map(({ name, value }) => `${name}=${value}`);

describe('labels of a text', () => {
  it.each([
    ['Host:        bm-1', ['host=bm-1']],
    [' • *node_name:* `bm-1`', ['node_name=bm-1']],
    ['*Node UUID:* 1be2', ['node_uuid=1be2']],
    [' - alertname = Ironic node clean failed', ['alertname=Ironic node clean failed']],
    ['● node `bm-1`', ['node=bm-1']],
    ['- node_name `bm-1` ', ['node_name=bm-1']],
    ['(env="prod", severity="very critical")', ['env=prod', 'severity=very critical']],
    ['`node="a \\"b\\" c\\\\d"`', ['node=a "b" c\\d']],
    ['node=bm-1 rack=3,', ['node=bm-1', 'rack=3']],
    ["{node='bm-1',x=`y`}", ['node=bm-1', 'x=y']],
    ['Node: node="bm-1"', ['node=bm-1', 'node=node="bm-1"']],
    ['at 12:30:45', []],
    ['bm-1:9100 is down', []],
    ['https://x.org?node=bm-1', []],
    ['Note: ', []],
    ['', []],
  ])('%j has %j', (text, wanted) => expect(pairs(text)).toEqual(wanted));

  it('keep their order and their repetitions', () => {
    expect(pairs('node: a\ntext\nnode: b')).toEqual(['node=a', 'node=b']);
    expect(labelOf(labelsIn('node: a\nnode: b\nhost: c'), 'host_name', 'node', 'host')).toBe('a');
  });

  it('are at most a thousand', () => {
    expect(labelsIn('a=b '.repeat(5000)).length).toBeLessThanOrEqual(1000);
  });
});

describe('names and values', () => {
  it.each([
    ['Node UUID', 'node_uuid'],
    ['nodeUuid', 'node_uuid'],
    ['node-uuid', 'node_uuid'],
    [' Event  tags ', 'event_tags'],
    ['…', ''],
  ])('the name %j is %j', (name, wanted) => expect(labelName(name)).toBe(wanted));
  it.each([
    ['`bm-1`', 'bm-1'],
    ['*`bm-1`*', 'bm-1'],
    ['"bm-1",', 'bm-1'],
    ['bm-1', 'bm-1'],
    ['`a` and `b`', '`a` and `b`'],
    ['``', '``'],
  ])('the value %j is %j', (value, wanted) => expect(bareValue(value)).toBe(wanted));
});
