import { describe, expect, it } from 'vitest';
import { extractOf } from '../../../src/core/log-extract.ts';
import { scrub } from '../../../src/lib/scrub.ts';

const of = (lines: readonly string[], rest: { cut?: string } = {}) =>
  extractOf({
    name: 'node-17',
    cloud: 'prod',
    read: '2026-11-22T18:00:00.000Z',
    ramdisk: [],
    logs: [{ source: 'ironic-conductor', host: 'c1', lines, ...rest }],
  });

describe('the extract', () => {
  it('holds no line of a key after the facts were scrubbed line by line', () => {
    const body = 'MIIEpAIBAAKCAQEAS3CR3Tabcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
    const lines = [
      'before',
      '-----BEGIN RSA PRIVATE KEY-----',
      body,
      `Nov 22 10:00:00 host ipa[1]: ${body}`,
      'S3CR3T==',
      '-----END RSA PRIVATE KEY-----',
      'after',
    ];
    const content = of(scrub(lines))?.content;
    expect(content).not.toContain('S3CR3T');
    expect(content).toMatch(/before\n[\s\S]*after/);
  });

  it('has the parts of the tarball before the lines of the hosts, each with a heading', () => {
    const made = extractOf({
      name: 'node-17',
      cloud: 'prod',
      read: '2026-11-22T18:00:00.000Z',
      ramdisk: [
        { file: 'shut.tar.gz', place: 'x', collected_at: null, instance_uuid: null, size: null, parts: [] },
        {
          file: 'a.tar.gz',
          place: 'x',
          collected_at: null,
          instance_uuid: null,
          size: null,
          parts: [
            { name: 'journal', lines: ['one'] },
            { name: 'df', lines: [] },
          ],
        },
      ],
      logs: [{ source: 'ironic-conductor', host: 'c1', lines: ['two'], cut: 'only the newest' }],
    });
    expect(made).toMatchObject({
      filename: 'node-17-logs-20261122T180000Z.txt',
      title: 'Logs about node-17',
    });
    expect(made?.content.split('\n').slice(1)).toEqual([
      '',
      '===== deploy ramdisk a.tar.gz: journal =====',
      'one',
      '',
      '===== ironic-conductor on c1 =====',
      '(only the newest)',
      'two',
      '',
    ]);
  });

  it('is not there when there is nothing', () => {
    expect(of([])).toBeUndefined();
  });

  it('stays below a megabyte, keeps the end of what is long, and says what is missing', () => {
    const line = (at: number) => `${at} ${'ü'.repeat(150)}`;
    const lines = Array.from({ length: 20_000 }, (_, at) => line(at));
    const logs = Array.from({ length: 12 }, (_, at) => ({
      source: 'ironic-conductor',
      host: `c${at}`,
      lines,
    }));
    const made = extractOf({ name: 'n', cloud: 'c', read: '2026-11-22T18:00:00.000Z', ramdisk: [], logs });
    expect(Buffer.byteLength(made?.content ?? '')).toBeLessThanOrEqual(1_000_000);
    expect(made?.content.includes(line(19_999))).toBe(true);
    expect(/\(\d+ earlier lines left out\)/.test(made?.content ?? '')).toBe(true);
    expect(made?.content.includes('ironic-conductor on c11: left out for its size')).toBe(true);
  });

  it('hides a key that stands on several lines, and secrets of one line', () => {
    const content = of([
      'before',
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEpAIBAAKCAQEA',
      '-----END RSA PRIVATE KEY-----',
      "'ipmi_password': 'hunter2!'",
      'after',
    ])?.content;
    expect(content).toMatch(/before\n\*\*\*\n'ipmi_password': .*\nafter/);
    expect(content).not.toMatch(/MIIEpA|hunter2/);
  });

  it('cannot steer the terminal in which somebody prints it', () => {
    const content =
      of(['\u001b[31mred\u001b[0m \u202egnirts\u0007\r', 'x'.repeat(9000), '\ud800'])?.content ?? '';
    expect(content).toContain('red');
    expect(content).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    expect(content.isWellFormed()).toBe(true);
    expect(Math.max(...content.split('\n').map((line) => line.length))).toBeLessThan(4_100);
  });

  it('has a file name of plain characters whatever the node is called', () => {
    const made = extractOf({
      name: '<node>',
      cloud: 'c',
      read: 'x',
      ramdisk: [],
      logs: [{ source: 's', host: '', lines: ['l'] }],
    });
    expect(made?.filename).toMatch(/^[\w.-]+$/);
  });
});
