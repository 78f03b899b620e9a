import { createHash } from 'node:crypto';

/**
 * What a call of an approval carries as `X-OpenStack-Request-ID`, counted from 0: known before it is sent, so that the
 * services' logs tell what became of it also where a crash took the answer. A UUID of our own making (RFC 9562, version 8).
 */
export function requestIdOf(approval: string, call: number): string {
  const bytes = createHash('sha256').update(`ironic-oncall ${approval} ${call}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `req-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
