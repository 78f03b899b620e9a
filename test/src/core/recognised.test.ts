import { expect, it } from 'vitest';
import { innermost, type Recognition } from '../../../src/core/error-signature.ts';
import { recognised } from '../../../src/core/recognised.ts';

const NAMED = { node: '<node>', conductor: '<conductor>' };
const find = (text: string): Recognition => {
  const found = innermost(text);
  if (!found) throw new Error(`not recognised: ${text}`);
  return found;
};

it('brings a wording together with its evidence and what to do about its cause', () => {
  const text = 'Failed to prepare to deploy: [Errno 28] No space left on device';
  const known = recognised(find(text), { source: 'message', text, named: NAMED });
  expect(known).toMatchObject({
    cause: 'conductor-disk-full',
    evidence: { bearing: 'proves', source: 'message', observed: text },
    guide: 'no-valid-host',
  });
  expect(known.proposals.map((one) => one.id)).toEqual(['fix-disk']);
  expect(known.steps.some((step) => step.command?.includes('df -h'))).toBe(true);
});

it('quotes only what matched when the whole text is not given', () => {
  const text = `${'x '.repeat(500)}Timeout reached while waiting for callback for node 1111`;
  const { evidence } = recognised(find(text), { source: 'message', named: NAMED });
  expect(evidence.observed).toMatch(/^Timeout reached/);
});

it('puts what the wording itself says to do first', () => {
  const recognition = find('Operation was aborted due to conductor take over');
  const { steps } = recognised(recognition, { source: 'message', named: NAMED });
  expect(recognition.signature.next).toBeDefined();
  expect(steps[0]?.text).toBe(recognition.signature.next);
});

it('points to the section about the very wording before that of its cause', () => {
  const frozen = find(
    'Failed to invoke secure erase, fallback to shred is not enabled: Block device /dev/sdb is frozen and cannot be erased',
  );
  expect(recognised(frozen, { source: 'message', named: NAMED }).guide).toBe('secure-erase');
  const protectedDisk = find('Protected device located on node');
  expect(recognised(protectedDisk, { source: 'message', named: NAMED }).guide).toBe('clean-failed');
});
