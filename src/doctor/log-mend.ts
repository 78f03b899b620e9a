import type { ServiceError } from '../core/errors.ts';
import type { FilesConfig, LokiConfig, OpenSearchConfig } from '../logs/config.ts';

/** What mends a source of logs that fails. */
export function logMend(error: ServiceError, source: FilesConfig | LokiConfig | OpenSearchConfig): string {
  const key = 'files' in source ? 'files' : 'loki' in source ? 'loki' : 'opensearch';
  const [, variable] = /the variable (\w+)/.exec(error.message) ?? [];
  switch (error.code) {
    case 'unauthorized':
      return variable
        ? `set ${variable} to what ${key} takes`
        : 'add user and password_env, or token_env, to the source';
    case 'config':
      return variable ? `set the variable ${variable}` : `correct this source under logs.sources`;
    case 'unreachable':
    case 'timeout':
      return `correct the address under logs.sources (${key}), or open the way there`;
    case 'tls':
      return /http:\/\//.test(error.message)
        ? `let ${key} under logs.sources begin with http://`
        : 'name the PEM file of its CA as cacert of the source';
    default:
      return `compare the source under logs.sources with docs/configuration.md`;
  }
}
