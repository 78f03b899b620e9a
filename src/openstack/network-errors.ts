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

const UNKNOWN_SIGNER = /^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/;

/** What a failed handshake means and what mends it, for those whose cause OpenSSL's code tells. */
export function tlsWords(code: string): string {
  if (UNKNOWN_SIGNER.test(code))
    return 'nobody that is trusted here signed its certificate; name the file of its CA as cacert in clouds.yaml';
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'its certificate is for another host; use the address that the certificate names';
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired';
    case 'CERT_NOT_YET_VALID':
      return 'its certificate is not valid yet; compare the clocks';
    case 'EPROTO':
      return 'the other side does not speak TLS as we do; should the address begin with http:// ?';
    default:
      return 'the handshake was refused';
  }
}
