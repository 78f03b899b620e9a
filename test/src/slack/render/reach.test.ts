import { describe, expect, it } from 'vitest';
import { ago, contact, words } from '../support/home.ts';

describe('what cannot be reached', () => {
  it('is told in words for a person, since when, and when it was asked last', () => {
    const unreached = [
      contact(),
      contact({ service: 'Loki', why: 'HTTP 503', asked: ago(8) }),
      contact({ cloud: null, service: 'my own database', why: 'no use' }),
    ];
    expect(words({ unreached })).toContain(
      [
        '*⚠ I cannot reach now*',
        '• Nova of cloud lab: no answer since 12 min',
        '• Loki of cloud lab: HTTP 503 since 12 min, asked last 8 min ago',
        '• my own database: no use since 12 min',
      ].join('\n'),
    );
    expect(words({})).not.toContain('cannot reach');
  });
});
