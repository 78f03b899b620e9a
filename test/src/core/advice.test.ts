import { describe, expect, it } from 'vitest';
import { ADVICE, adviceOn } from '../../../src/core/advice.ts';
import { CAUSES, type Cause } from '../../../src/core/cause.ts';

const NAMED = { node: 'node-17', conductor: 'c-1' };
const causes = Object.keys(CAUSES) as Cause[];

describe('advice', () => {
  it.each(causes.filter((cause) => cause !== 'healthy'))('says what to do next about %s', (cause) => {
    const steps = adviceOn(cause).steps(NAMED);
    expect(steps.length).toBeGreaterThan(0);
    for (const { text } of steps) expect(text).toMatch(/^[A-Z].*[.?]$/s);
  });

  it('never says to edit a database, never names a verb that destroys', () => {
    const all = causes.flatMap((cause) => adviceOn(cause).steps(NAMED));
    const words = all.map((step) => `${step.text} ${step.command ?? ''}`).join('\n');
    expect(words).not.toMatch(/\bsql\b|mysql|UPDATE nodes|undeploy|node delete|rm -rf/i);
    expect(Object.values(ADVICE).flatMap((advice) => advice.remediations)).not.toContain('undeploy');
  });

  it('warns of a power cycle where a firmware job may be running', () => {
    const text = adviceOn('raid-bios-firmware').steps(NAMED)[0]?.text;
    expect(text).toMatch(/before anything is power-cycled/);
  });
});
