import { ServiceError } from '../core/errors.ts';
import { nearest } from '../lib/nearest.ts';
import type { CloudConfig, PasswordAuth } from '../openstack/config.ts';
import { isKeystone, type ScopesWithinReach, scopesWithinReach } from '../openstack/scopes-within-reach.ts';
import { mendOf } from './mend.ts';

/** Why nobody is logged in, and what mends it. */
export async function loginMend(error: ServiceError, config: CloudConfig): Promise<[string, string]> {
  const place = `clouds.${config.name}`;
  if (error.code === 'unauthorized' || error.code === 'not-found') {
    const there = await isKeystone(config).catch(undefinedWhereSick);
    // Keystone itself says 404 of an application credential that it does not have.
    const known = error.code === 'unauthorized' || config.auth.auth_type === 'v3applicationcredential';
    if (there !== false && known) return refused(error, config);
    if (there === false)
      return [
        `there is no Keystone at auth_url (${error.message})`,
        `correct auth_url of ${place}: it often ends with :5000/v3 or /identity/v3`,
      ];
  }
  if (error.code === 'tls') return [error.message, tlsMend(error.message, place)];
  if (isPlainToTls(error, config))
    return [
      `${error.message}: plain HTTP where TLS seems to be spoken`,
      `let auth_url of ${place} begin with https://`,
    ];
  if (isTlsToPlain(error, config))
    return [
      `${error.message}: TLS where plain HTTP seems to be spoken`,
      `let auth_url of ${place} begin with http:// if Keystone speaks no TLS`,
    ];
  if (error.code === 'unreachable' || error.code === 'timeout')
    return [
      error.message,
      `correct host and port in auth_url of ${place}, or open the way there: curl -sS <auth_url> has to answer`,
    ];
  if (error.code === 'bad-answer' || error.code === 'refused')
    return [withDetail(error), `correct auth_url of ${place}: what answers there is not Keystone's API v3`];
  return [withDetail(error), mendOf(error)];
}

const withDetail = ({ message, detail }: ServiceError): string =>
  detail === undefined ? message : `${message}: ${detail}`;

function tlsMend(message: string, place: string): string {
  if (/EPROTO|wrong version/i.test(message))
    return `let auth_url of ${place} begin with http:// if it speaks no TLS`;
  if (/another host/.test(message)) return `use the host that the certificate names in auth_url of ${place}`;
  if (/expired|not valid yet/.test(message))
    return "renew Keystone's certificate, or set this machine's clock";
  return `name the PEM file of the CA that signed it as cacert of ${place}`;
}

/** A server that speaks TLS hangs up on plain HTTP, and proxies say so. */
function isPlainToTls({ code, message, detail }: ServiceError, { auth }: CloudConfig): boolean {
  if (!('auth_url' in auth) || !auth.auth_url.startsWith('http://')) return false;
  if (code === 'refused') return /plain HTTP request was sent to HTTPS port/i.test(detail ?? '');
  return code === 'unreachable' && /connection lost|ECONNRESET|EPIPE/.test(message);
}

/** Most servers answer a handshake with what is no TLS, which is told as such; some hang up. */
function isTlsToPlain({ code, message }: ServiceError, { auth }: CloudConfig): boolean {
  if (!('auth_url' in auth) || !auth.auth_url.startsWith('https://')) return false;
  return code === 'unreachable' && /connection lost|ECONNRESET|EPIPE/.test(message);
}

function undefinedWhereSick(error: unknown): undefined {
  if (!(error instanceof ServiceError)) throw error;
}

async function refused(error: ServiceError, config: CloudConfig): Promise<[string, string]> {
  const { auth, name } = config;
  const place = `clouds.${name}`;
  if (auth.auth_type === 'v3applicationcredential')
    return [
      'Keystone does not accept the application credential: its secret is wrong, or it has expired or been deleted',
      `openstack application credential create ironic-oncall --role reader   (then its id and secret into ${place}.auth)`,
    ];
  if (auth.auth_type === 'token')
    return [
      'Keystone does not accept the token: it has expired',
      `use a password or an application credential in ${place}.auth: tokens end after hours`,
    ];
  if (auth.auth_type !== 'password') return [error.message, `correct user and password in ${place}.auth`];
  const within = await scopesWithinReach(config).catch(undefinedWhereSick);
  return within ? wrongScope(auth, within, place) : wrongUser(auth, place);
}

function wrongUser(auth: PasswordAuth, place: string): [string, string] {
  const who = auth.username ?? auth.user_id ?? '?';
  const domain = auth.user_domain_name ?? auth.user_domain_id;
  return [
    `Keystone knows no user ${who}${domain ? ` in domain ${domain}` : ''} with this password`,
    `correct username, user_domain_name or password in ${place}.auth   (openstack user set --password-prompt ${who})`,
  ];
}

/** The password is right, and the user has no role where clouds.yaml asks for one. */
function wrongScope(auth: PasswordAuth, within: ScopesWithinReach, place: string): [string, string] {
  const who = auth.username ?? auth.user_id ?? '?';
  const { scope } = auth;
  if (scope.kind === 'system')
    return [
      `the password of ${who} is right, but it has no role in system scope`,
      `openstack role add --system all --user ${who} reader`,
    ];
  if (scope.kind !== 'project')
    return [
      `the password of ${who} is right, but it has no role in the ${scope.kind} that is asked for`,
      `ask for a project_name or system_scope: all in ${place}.auth`,
    ];
  const project = scope.name ?? scope.id ?? '?';
  const told = `the password of ${who} is right, but it has no role in a project ${project}${scope.domain_name ? ` of domain ${scope.domain_name}` : ''}`;
  if (scope.name !== undefined && within.projects.includes(scope.name))
    return [told, `correct project_domain_name in ${place}.auth: it has one of this name in another domain`];
  const [near] = nearest(project, within.projects, 1);
  if (near) return [told, `write project_name: ${near} in ${place}.auth`];
  const others = [...within.projects.slice(0, 5), ...(within.system ? ['system_scope: all'] : [])];
  const known = others.length > 0 ? `   (it could have ${others.join(', ')})` : '';
  return [told, `openstack role add --project ${project} --user ${who} reader${known}`];
}
