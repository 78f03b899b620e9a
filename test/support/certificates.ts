import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '../../src/sandbox/cloud/faults.ts';

export interface Certificates {
  /** Of the CA that whoever connects trusts. */
  readonly caFile: string;
  /** For 127.0.0.1. */
  readonly good: Certificate;
  /** The same, but over since yesterday. */
  readonly expired: Certificate;
  /** Signed by a CA that nobody trusts. */
  readonly stranger: Certificate;
  /** For localhost, which is not what anybody connects to. */
  readonly elsewhere: Certificate;
  drop(): void;
}

/** Made with openssl, as operators make theirs. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-tls-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;
  const authority = (name: string) =>
    openssl(
      ...['req', '-x509', ...curve, '-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)],
    );
  const signed = (name: string, ca: string, who: string, days: string): Certificate => {
    const [key, request, cert, names] = ['key', 'csr', 'pem', 'ext'].map((kind) => at(`${name}.${kind}`));
    if (!key || !request || !cert || !names) throw new Error('four of them were asked for');
    writeFileSync(names, `subjectAltName=${who}\n`);
    openssl('req', '-new', ...curve, '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
    openssl(
      ...[
        'x509',
        '-req',
        '-in',
        request,
        '-CA',
        at(`${ca}.pem`),
        '-CAkey',
        at(`${ca}.key`),
        '-CAcreateserial',
      ],
      ...['-days', days, '-extfile', names, '-out', cert],
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  };
  authority('ca');
  authority('other');
  return {
    caFile: at('ca.pem'),
    good: signed('good', 'ca', 'IP:127.0.0.1', '2'),
    expired: signed('expired', 'ca', 'IP:127.0.0.1', '-1'),
    stranger: signed('stranger', 'other', 'IP:127.0.0.1', '2'),
    elsewhere: signed('elsewhere', 'ca', 'DNS:localhost', '2'),
    drop: () => rmSync(folder, { recursive: true }),
  };
}
