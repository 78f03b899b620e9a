import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadClouds } from '../../../src/openstack/clouds-yaml.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

function load(files: Record<string, string>, env: Record<string, string> = {}) {
  return loadClouds({ env, readFile: (path) => files[path], home: '/home/me', cwd: '/here' });
}

const yaml = (body: string) => ({ '/here/clouds.yaml': body });
const lab = (more = '', auth = '') =>
  yaml(`clouds:
  lab:
    auth:
      auth_url: http://keystone.test:5000
      username: oncall
      password: hunter22
      user_domain_name: Default
      project_name: admin
      project_domain_name: Default
${auth}${more}`);

describe('where clouds are found', () => {
  it('in the first file of the search path', () => {
    const one = (name: string) =>
      `clouds: { ${name}: { auth_type: none, baremetal_endpoint_override: "http://i.test" } }`;
    const files: Record<string, string> = {
      '/etc/openstack/clouds.yaml': one('site'),
      '/home/me/.config/openstack/clouds.yml': one('user'),
    };
    expect(load(files).names).toEqual(['user']);
    expect(load({ '/etc/openstack/clouds.yaml': one('site') }).names).toEqual(['site']);
    expect(load({ ...files, '/here/clouds.json': '{"clouds": {"local": {}}}' }).names).toEqual(['local']);
    expect(load({ ...files, '/x.yaml': one('told') }, { OS_CLIENT_CONFIG_FILE: '/x.yaml' }).names).toEqual([
      'told',
    ]);
  });

  it('nowhere, which is no mistake until one is asked for', () => {
    const clouds = load({});
    expect(clouds).toMatchObject({ names: [], defaultName: undefined });
    expect(() => clouds.config()).toThrow('there is no cloud');
  });

  it('in OS_* variables, which come first unless OS_CLOUD chooses', () => {
    const env = {
      OS_AUTH_URL: 'http://k.test:5000/v3',
      OS_USERNAME: 'me',
      OS_PASSWORD: 'hunter22',
      OS_PROJECT_NAME: 'p',
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PROJECT_DOMAIN_ID: 'default',
      OS_REGION_NAME: 'R1',
      OS_INTERFACE: 'internal',
      OS_TEST_PATH: 'x',
    };
    const clouds = load(lab(), env);
    expect(clouds).toMatchObject({ names: ['lab', 'envvars'], defaultName: 'envvars' });
    expect(clouds.config()).toMatchObject({
      name: 'envvars',
      region_name: 'R1',
      interface: 'internal',
      auth: {
        auth_type: 'password',
        username: 'me',
        scope: { kind: 'project', name: 'p', domain_id: 'default' },
      },
    });
    expect(load(lab(), { ...env, OS_CLOUD: 'lab' }).config().name).toBe('lab');
    expect(load({}, { OS_REGION_NAME: 'R1', OS_CACERT: '/x' }).names).toEqual([]);
  });

  it('with several, none is the default until one is chosen', () => {
    const clouds = load(yaml('clouds: { a: {}, b: {} }'));
    expect(clouds.defaultName).toBeUndefined();
    expect(() => clouds.config()).toThrow('there are several clouds (a, b); choose one with OS_CLOUD');
  });
});

describe('a cloud of the file', () => {
  it('is read with defaults', () => {
    expect(load(lab()).config()).toMatchObject({
      name: 'lab',
      interface: 'public',
      verify: true,
      endpoint_override: {},
      auth: {
        auth_type: 'password',
        auth_url: 'http://keystone.test:5000',
        scope: { kind: 'project', domain_name: 'Default' },
      },
    });
  });

  it('reads booleans as YAML 1.1 does', () => {
    expect(load(lab('    verify: no\n')).config().verify).toBe(false);
    expect(load(lab('    verify: "off"\n')).config().verify).toBe(false);
    expect(load(lab('    insecure: yes\n')).config().verify).toBe(false);
    expect(load(lab('    verify: on\n')).config().verify).toBe(true);
  });

  it('takes secrets from secure.yaml', () => {
    const files = {
      ...yaml('clouds: { lab: { auth: { auth_url: "http://k.test", user_id: u1 } } }'),
      '/home/me/.config/openstack/secure.yaml': 'clouds: { lab: { auth: { password: from-secure } } }',
    };
    const { auth } = load(files).config('lab');
    expect(auth.auth_type === 'password' && auth.password.reveal()).toBe('from-secure');
  });

  it('takes the rest from its profile', () => {
    const files = {
      ...yaml('clouds: { lab: { profile: vendor, auth: { user_id: u1, password: hunter22 } } }'),
      '/here/clouds-public.yaml':
        'public-clouds: { vendor: { region-name: R9, auth: { auth_url: "http://v.test" } } }',
    };
    expect(load(files).config()).toMatchObject({ region_name: 'R9', auth: { auth_url: 'http://v.test' } });
  });

  it.each([
    ['      system_scope: all\n', { kind: 'system' }],
    ['', { kind: 'project', name: 'admin', domain_id: undefined, domain_name: 'Default' }],
    ['      project_id: 12345\n', { kind: 'project', id: '12345' }],
  ])('is scoped by what stands in auth: %j', (auth, scope) => {
    expect(load(lab('', auth)).config().auth).toMatchObject({ scope });
  });

  it('is scoped to a domain without a project, and one domain serves for user and project', () => {
    const base = 'auth_url: "http://k.test", username: u, password: hunter22';
    const domain = load(
      yaml(`clouds: { a: { auth: { ${base}, user_domain_id: d, domain_name: Heat } } }`),
    ).config();
    expect(domain.auth).toMatchObject({ user_domain_id: 'd', scope: { kind: 'domain', name: 'Heat' } });
    const shared = load(yaml(`clouds: { a: { auth: { ${base}, domain_id: d, tenant_name: t } } }`)).config();
    expect(shared.auth).toMatchObject({
      user_domain_id: 'd',
      scope: { kind: 'project', name: 't', domain_id: 'd' },
    });
  });

  it.each([
    ['v3password', 'password'],
    ['password', 'password'],
    ['v3token', 'token'],
    ['v3applicationcredential', 'v3applicationcredential'],
  ])('of auth_type %s is understood', (word, auth_type) => {
    const keys =
      'auth_url: "http://k.test", user_id: u, password: hunter22, token: t, application_credential_id: a, application_credential_secret: s';
    expect(
      load(yaml(`clouds: { a: { auth_type: ${word}, auth: { ${keys} } } }`)).config().auth,
    ).toMatchObject({ auth_type });
  });

  it('may be a standalone Ironic', () => {
    const none = load(
      yaml('clouds: { a: { auth_type: none, baremetal_endpoint_override: "http://i.test:6385" } }'),
    ).config();
    expect(none).toMatchObject({
      auth: { auth_type: 'none' },
      endpoint_override: { ironic: 'http://i.test:6385' },
    });
    const basic = load(
      yaml(
        'clouds: { a: { auth_type: http_basic, auth: { endpoint: "http://i.test", username: u, password: hunter22 } } }',
      ),
    );
    expect(basic.config().auth).toMatchObject({
      auth_type: 'http_basic',
      endpoint: 'http://i.test',
      username: 'u',
    });
  });

  it('may list regions, and the first is meant', () => {
    expect(
      load(lab('    regions: [{ name: R1, values: { interface: admin } }, R2]\n')).config(),
    ).toMatchObject({
      region_name: 'R1',
      interface: 'admin',
    });
    expect(load(lab('    region_name: R3,R4\n')).config().region_name).toBe('R3');
  });

  it('reads its certificates', () => {
    const files = { ...lab('    cacert: ~/ca.pem\n'), '/home/me/ca.pem': PEM };
    expect(load(files).config().ca).toBe(PEM);
  });

  it('never prints its secrets', () => {
    const config = load(lab()).config();
    const printed =
      inspect(config, { depth: 9, showHidden: true }) +
      JSON.stringify(config) +
      Object.values(config.auth).join();
    expect(printed).not.toContain('hunter22');
    expect(config.auth.auth_type === 'password' && config.auth.password.reveal()).toBe('hunter22');
  });
});

describe('mistakes', () => {
  it.each([
    [
      '    auth_tpye: password\n',
      '/here/clouds.yaml: clouds.lab.auth_tpye is no key; did you mean auth_type?',
    ],
    [
      '    auth_type: v3pasword\n',
      '/here/clouds.yaml: clouds.lab.auth_type is none that we know; did you mean v3password?',
    ],
    ['    interface: outer\n', '/here/clouds.yaml: clouds.lab.interface must be public, internal or admin'],
    ['    cacert: /no.pem\n', '/here/clouds.yaml: clouds.lab.cacert names /no.pem, which cannot be read'],
    [
      '    baremetal_endpoint_override: ironic.test\n',
      '/here/clouds.yaml: clouds.lab.baremetal_endpoint_override must be an address that begins with http:// or https://',
    ],
    ['    api_timeout: soon\n', '/here/clouds.yaml: clouds.lab.api_timeout must be a number of seconds'],
    ['    verify: maybe\n', '/here/clouds.yaml: clouds.lab.verify must be true or false'],
  ])('name file and key: %j', (more, message) => {
    expect(() => load(lab(more)).config()).toThrow(expect.objectContaining({ code: 'config', message }));
  });

  it.each([
    [
      'auth_uri: "http://k.test", user_id: u, password: p',
      'auth.auth_uri is no key; did you mean auth.auth_url?',
    ],
    ['auth_url: "http://k.test", user_id: u', 'auth.password is missing'],
    ['auth_url: "http://k.test", username: u, password: p', 'auth.user_domain_name is missing'],
    [
      'auth_url: "k.test:5000", user_id: u, password: p',
      'auth.auth_url must be an address that begins with http:// or https://',
    ],
    ['auth_url: "http://k.test", user_id: u, password: yes', 'password must be text; put quotes around it'],
  ])('in auth: %s', (auth, words) => {
    expect(() => load(yaml(`clouds: { lab: { auth: { ${auth} } } }`)).config()).toThrow(
      `/here/clouds.yaml: clouds.lab.${words}`,
    );
  });

  it('in variables are named as variables', () => {
    expect(() => load({}, { OS_USERNAME: 'u', OS_PASSWORD: 'p' }).config()).toThrow('OS_AUTH_URL is missing');
  });

  it('in one cloud leave the others alone', () => {
    const clouds = load(yaml('clouds: { bad: { auth: 3 }, good: { auth_type: none } }'));
    expect(clouds.config('good').name).toBe('good');
    expect(() => clouds.config('bad')).toThrow('clouds.bad.auth must be a mapping');
  });

  it('in the name of a cloud are answered with the nearest', () => {
    expect(() => load(lab(), { OS_CLOUD: 'lba' }).config()).toThrow(
      '/here/clouds.yaml has no cloud lba; did you mean lab?',
    );
  });

  it('in YAML are told by line, without what stands there', () => {
    const broken = 'clouds:\n  lab:\n    auth: { password: "hunter22 }\n';
    expect(() => load(yaml(broken))).toThrow(/^\/here\/clouds.yaml is not valid YAML in line \d \(\w+\)$/);
  });

  it('in the path of the file are not passed over', () => {
    expect(() => load({}, { OS_CLIENT_CONFIG_FILE: '/gone.yaml' })).toThrow(
      'OS_CLIENT_CONFIG_FILE names /gone.yaml',
    );
  });

  it('are not seen in keys for other services or programs', () => {
    const more =
      '    compute_api_version: "2.92"\n    volume_endpoint_override: "http://v"\n    image_format: raw\n    dns_interface: admin\n';
    expect(load(lab(more)).config().name).toBe('lab');
  });
});

describe('what a cloud is said not to have', () => {
  it.each(['no', 'false', '"off"'])('is written as openstacksdk writes it: has_compute: %s', (word) => {
    const text = `clouds: { a: { auth_type: none, baremetal_endpoint_override: "http://i.test", has_compute: ${word} } }`;
    expect(load(yaml(text)).config().absent).toEqual(['nova']);
  });
});
