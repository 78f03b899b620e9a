/** Node's codes of a connection that could not be made or broke. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

export function isUnreachable(code: string): boolean {
  return UNREACHABLE.has(code);
}

/** OpenSSL's verification results and Node's own checks (nodejs/node doc/api/tls.md, "X509 certificate error codes"). */
export function isTlsFailure(code: string, message: string): boolean {
  return (
    /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_|PATH_LENGTH_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|EPROTO$)/.test(
      code,
    ) || /\bwrong version number\b/i.test(message)
  );
}
