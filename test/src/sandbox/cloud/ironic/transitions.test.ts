import { describe, expect, it } from 'vitest';
import { transition } from '../../../../../src/sandbox/cloud/ironic/transitions.ts';

describe('transition', () => {
  it.each([
    ['enroll', 'manage', 'verifying'],
    ['available', 'active', 'deploying'],
    ['available', 'manage', 'manageable'],
    ['manageable', 'provide', 'cleaning'],
    ['clean failed', 'manage', 'manageable'],
    ['clean wait', 'abort', 'clean failed'],
    ['inspect wait', 'abort', 'inspect failed'],
    ['deploy failed', 'deleted', 'deleting'],
    ['deploy failed', 'undeploy', 'deleting'],
    ['active', 'rebuild', 'deploying'],
  ])('leads from %s by %s to %s', (state, target, to) => {
    expect(transition(state, target, 82)).toMatchObject({ kind: 'legal', to });
  });

  it.each([
    ['active', 'provide'],
    ['deploy failed', 'manage'],
    ['clean failed', 'provide'],
    ['deploying', 'abort'],
    ['cleaning', 'deleted'],
    ['verifying', 'manage'],
    ['available', 'provide'],
    ['active', 'toString'],
  ])('has no way out of %s by %s', (state, target) => {
    expect(transition(state, target, 82)).toEqual({ kind: 'illegal' });
  });

  it('lets a deployment that waits be aborted only from 1.110 on', () => {
    expect(transition('wait call-back', 'abort', 82, 82)).toEqual({ kind: 'illegal' });
    expect(transition('wait call-back', 'abort', 109)).toEqual({ kind: 'too-old-version', first: false });
    expect(transition('wait call-back', 'abort', 110)).toMatchObject({ to: 'deploy failed' });
  });

  it('does not know verbs that came later', () => {
    expect(transition('active', 'undeploy', 72)).toEqual({ kind: 'too-old-version', first: true });
    expect(transition('inspect wait', 'abort', 40)).toEqual({ kind: 'too-old-version', first: false });
    expect(transition('active', 'service', 82, 82)).toEqual({ kind: 'illegal' });
    expect(transition('service failed', 'abort', 82, 100)).toEqual({ kind: 'illegal' });
  });
});
