import { parseUtc } from '../lib/duration.ts';

/**
 * What exactly failed between conductor and agent, from the words of Python's ssl module and of Ironic:
 * - `clock`: the certificate is outside its time;
 * - `host-name`: it is for another address;
 * - `version`: the two have no TLS version in common;
 * - `plain`: one side speaks plain HTTP;
 * - `required`: the agent offers plain HTTP and Ironic insists on TLS;
 * - `changed`: another certificate than the one that was stored;
 * - `not-trusted`: signed by nobody that is trusted, or no more is known.
 */
export type TlsTrouble = 'clock' | 'host-name' | 'version' | 'plain' | 'required' | 'changed' | 'not-trusted';

const TROUBLES: readonly (readonly [TlsTrouble, RegExp])[] = [
  ['required', /TLS is required by|Rejecting callback_url\b/i],
  ['changed', /Detected change in ramdisk provided|Content mismatch for agent_verify_ca/i],
  ['clock', /not yet valid|has expired|certificate expired/i],
  ['host-name', /hostname mismatch|IP address mismatch|doesn't match|certificate is not valid for/i],
  [
    'version',
    /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE|UNSUPPORTED_PROTO|WRONG_SSL_VERSION|NO_SHARED_CIPHER|HANDSHAKE_FAILURE/i,
  ],
  ['plain', /WRONG_VERSION_NUMBER|HTTP_REQUEST|RECORD_LAYER_FAILURE|PACKET_LENGTH_TOO_LONG/i],
];

/** The first that the text tells of; a change of certificate is told by Ironic itself and goes before OpenSSL's words. */
export function tlsTroubleIn(text: string): TlsTrouble {
  return TROUBLES.find(([, words]) => words.test(text))?.[0] ?? 'not-trusted';
}

/** The ramdisk calls the API: lookup, heartbeat, inspection. Everything else is the conductor calling the agent. */
export function agentCallsApi(text: string): boolean {
  return /\/v1\/(?:heartbeat|lookup|continue_inspection|continue\b)|heartbeating to agent API/i.test(text);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * When the certificate begins to hold, in milliseconds since the epoch: from openssl's "notBefore=" or "Not Before:",
 * or from what the agent logs when it makes its certificate (openstack/ironic-python-agent
 * ironic_python_agent/tls_utils.py, "valid from … to …").
 */
export function notBeforeIn(text: string): number | undefined {
  const openssl =
    /not ?before\s?[=:]\s?(?<month>[A-Z][a-z]{2}) {1,2}(?<day>\d{1,2}) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4}) GMT/i.exec(
      text,
    )?.groups;
  if (openssl) {
    const month = MONTHS.indexOf(openssl['month'] ?? '') + 1;
    if (month === 0) return undefined;
    const two = (number: number | string) => String(number).padStart(2, '0');
    return parseUtc(`${openssl['year']}-${two(month)}-${two(openssl['day'] ?? '')}T${openssl['time']}Z`);
  }
  const agent =
    /Generated TLS certificate .{1,80}? valid from (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)(\+00:00)?/i.exec(
      text,
    );
  return agent ? parseUtc(`${agent[1]}T${agent[2]}Z`) : undefined;
}

/** `auto_tls_allowed_clock_skew` of openstack/ironic-python-agent: the certificate is dated back by this much. */
export const ALLOWED_SKEW_SECONDS = 3600;

/**
 * A time zone shows as whole hours, some as half or quarter ones; a clock that runs wrong does so by any amount. Five
 * minutes are given to both clocks and to the boot.
 */
export function looksLikeTimeZone(seconds: number): boolean {
  const quarter = 900;
  const off = Math.abs(seconds) % quarter;
  const near = Math.min(off, quarter - off) <= 120;
  return near && Math.abs(seconds) >= 1800 && Math.abs(seconds) <= 14 * 3600 + 300;
}
