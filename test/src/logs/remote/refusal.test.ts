import { describe, expect, it } from 'vitest';
import { garbled, refusalOf } from '../../../../src/logs/remote/refusal.ts';

const login = { headers: {}, ca: undefined, proof: { word: 'token', variable: 'LOKI_TOKEN' } } as const;
const refusal = (status: number, text = '') => refusalOf({ title: 'Loki', login, status, text });

describe('a refusal', () => {
  it('names the variable whose value is refused', () => {
    expect(refusal(401).message).toBe('Loki refuses the token (401): check the variable LOKI_TOKEN');
  });

  it('keeps the words of the store, without markup, secrets and endlessness', () => {
    expect(refusal(502, '<html><head><title>t</title></head><h1>Bad  Gateway</h1>').detail).toBe(
      'Bad Gateway',
    );
    expect(refusal(500, 'password=hunter22').detail).not.toContain('hunter22');
    expect(refusal(500, 'x'.repeat(1_000_000)).detail?.length).toBe(2_000);
    expect(refusal(500).detail).toBeUndefined();
  });

  it('tells a web page from other nonsense', () => {
    expect(garbled('Loki', ' <!doctype html>').message).toContain('web page');
    expect(garbled('Loki', 'pong').message).toContain('something else than log lines');
  });
});
