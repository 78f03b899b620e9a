import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/core/alert-labels.ts';
import { readPosted, section } from './read.ts';

const finding = (header: string, ...more: readonly string[]) =>
  readPosted({ username: 'Robusta', text: '', blocks: [header, ...more].map(section) });

describe('Robusta', () => {
  it('reads status, severity and title of its header', () => {
    const link = '<https://platform.robusta.dev/x|*Crashing pod a-1*>';
    expect(finding(`:fire: \`firing\` :red_circle: \`high\` ${link}`)).toMatchObject({
      source: 'robusta',
      status: 'firing',
      items: [{ name: 'Crashing pod a-1', severity: 'high' }],
    });
    const over = finding(`:white_check_mark: \`resolved\` :red_circle: \`high\` ${link}`);
    expect(over.status).toBe('resolved');
    expect(over.items[0]?.name).toBe('Crashing pod a-1');
  });

  it('takes a finding without a status for one that fires, unless its title says otherwise', () => {
    expect(finding(':red_circle: `high` Job failed').status).toBe('firing');
    expect(finding('[RESOLVED] Job failed').status).toBe('resolved');
  });

  it('gives the rows of its tables as labels', () => {
    const [item] = finding('x', '*ironic* \n● node `a-1`\n● container `ironic-conductor`').items;
    expect(labelOf(item?.labels ?? [], 'node')).toBe('a-1');
    expect(labelOf(item?.labels ?? [], 'container')).toBe('ironic-conductor');
  });
});
