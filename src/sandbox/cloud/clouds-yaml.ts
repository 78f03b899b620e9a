import { applicationCredentials, type User, users } from './keystone/identities.ts';

function named(name: string): User {
  const user = users.find((one) => one.name === name);
  if (!user) throw new Error(`no user ${name}`);
  return user;
}

const common = (ca: string | undefined) => `    auth_type: password
    region_name: RegionOne
    interface: public
    identity_api_version: 3
${trust(ca)}`;

const trust = (ca: string | undefined) => (ca === undefined ? '' : `    cacert: ${ca}\n`);

/** The credential that carries out what was approved, and nobody asks anything with. */
function writerEntry(url: string, ca: string | undefined): string {
  const writer = named('oncall-writer');
  return `  demo-writer:
    auth:
      auth_url: ${url}
      username: ${writer.name}
      password: ${writer.password}
      project_name: admin
      user_domain_name: Default
      project_domain_name: Default
${common(ca)}`;
}

/** clouds.yaml with `demo-writer` alone. `ca`: the file of who signed the services' certificates. */
export const writerYaml = (url: string, ca?: string): string => `clouds:\n${writerEntry(url, ca)}`;

/**
 * clouds.yaml for the simulated cloud: `demo` (admin of a project), `demo-reader` (reads everything, changes
 * nothing), `demo-writer` (carries out), `demo-member` (a plain tenant), `demo-appcred` (an application credential of
 * the admin).
 */
export function cloudsYaml(url: string, ca?: string): string {
  const admin = named('admin');
  const reader = named('oncall-reader');
  const member = named('demo');
  const [credential] = applicationCredentials;
  return `clouds:
  demo:
    auth:
      auth_url: ${url}
      username: ${admin.name}
      password: ${admin.password}
      project_name: admin
      user_domain_name: Default
      project_domain_name: Default
${common(ca)}  demo-reader:
    auth:
      auth_url: ${url}
      username: ${reader.name}
      password: ${reader.password}
      system_scope: all
      user_domain_name: Default
${common(ca)}${writerEntry(url, ca)}  demo-member:
    auth:
      auth_url: ${url}
      username: ${member.name}
      password: ${member.password}
      project_name: demo
      user_domain_name: Default
      project_domain_name: Default
${common(ca)}  demo-appcred:
    auth:
      auth_url: ${url}
      application_credential_id: ${credential?.id}
      application_credential_secret: ${credential?.secret}
    auth_type: v3applicationcredential
    region_name: RegionOne
    identity_api_version: 3
${trust(ca)}`;
}

/** The same as `demo`, as plain OpenStack environment variables. */
export function environment(url: string, ca?: string): Record<string, string> {
  const admin = named('admin');
  return {
    OS_AUTH_URL: url,
    OS_AUTH_TYPE: 'password',
    OS_USERNAME: admin.name,
    OS_PASSWORD: admin.password,
    OS_PROJECT_NAME: 'admin',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: 'RegionOne',
    OS_IDENTITY_API_VERSION: '3',
    ...(ca === undefined ? {} : { OS_CACERT: ca }),
  };
}
