import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanDraft } from '../../../src/audit/clean.ts';
import { anyDraft, draft } from './drafts.ts';

const KEY = '-----BEGIN PRIVATE KEY-----\nSw0rdf1sh\n-----END PRIVATE KEY-----';

test('no secret of a reason, an answer or a call gets into the journal', () => {
  const kept = cleanDraft(
    draft({
      words: `cannot reach https://root:Sw0rdf1sh@10.4.12.17/redfish/v1`,
      reason: `BMC wants password=Sw0rdf1sh ${KEY}`,
      calls: [
        {
          service: 'ironic',
          method: 'PATCH',
          path: '/v1/nodes/n',
          body: [{ path: '/driver_info/ipmi_password', value: 'Sw0rdf1sh' }],
        },
      ],
      results: [
        {
          status: 500,
          request_id: 'req-1',
          at: '2026-11-22T03:14:31.000Z',
          outcome: 'unsure',
          words: 'X-Auth-Token: gAAAAASw0rdf1shSw0rdf1sh',
        },
      ],
      before: { last_error: 'ipmitool -U admin -P Sw0rdf1sh power status' },
    }),
  );
  expect(JSON.stringify(kept)).not.toContain('Sw0rdf1sh');
  expect(kept.results[0]?.request_id).toBe('req-1');
});

test('a secret at the place where a long text is cut is none that is left in half', () => {
  for (let before = 2000; before < 2100; before += 1) {
    const text = `${'x'.repeat(before)} password=Sw0rdf1shSw0rdf1sh ${'y'.repeat(4000)}`;
    const { reason } = cleanDraft(draft({ reason: text }));
    expect(reason).not.toContain('Sw0r');
    expect(Array.from(reason ?? '')).toHaveLength(4096);
  }
});

test('what is kept is well-formed, has no NUL, and is the same when it is cleaned again', () => {
  fc.assert(
    fc.property(anyDraft, (one) => {
      const kept = cleanDraft(one);
      const text = JSON.stringify(kept);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/);
      expect(cleanDraft(kept)).toEqual(kept);
    }),
  );
});

test('an ordinary draft is kept as it is', () => {
  expect(cleanDraft(draft())).toEqual(draft());
});
