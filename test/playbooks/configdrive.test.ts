import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/configdrive.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, stepsOf } from '../support/findings.ts';

const SERVER = '22222222-2222-4222-8222-222222222222';
const refused = (
  code: string,
  url = 'https://swift.example/v1/AUTH_a/c/configdrive-x?temp_url_sig=5e&temp_url_expires=1',
) =>
  `Deploy step {'step': 'write_image'} failed on node ${HEALTHY_NODE.uuid}. Can't download the configdrive content for node ${HEALTHY_NODE.uuid} from '${url}'. Got status code '${code}', response body Unauthorized: Temp URL invalid`;
const action = (name: string, minutes: number) => ({
  action: name,
  request_id: `req-${name}-${minutes}`,
  start_time: minutesAgo(minutes),
});
const failed = (last_error: string, instance_actions: unknown[], node: object = {}) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'deploy failed',
    provision_updated_at: minutesAgo(5),
    last_error,
    instance_uuid: SERVER,
    instance_info: { configdrive: '******' },
    ...node,
  },
  history: [],
  instance_actions,
});

describe('found', () => {
  it('a rebuild in Ironic itself, with a URL of long ago', async () => {
    const finding = await onlyFinding(playbook, failed(refused('404'), [action('create', 90_000)]));
    expect(finding).toMatchObject({
      code: 'configdrive-gone-for-rebuild',
      cause: 'configdrive-volume',
      guide: 'configdrive-rebuild',
      confidence: 'confirmed',
      explains: expect.arrayContaining(['deploy-failed-configdrive-volume']),
    });
    expect(commandsOf(finding)).toContain(`openstack server rebuild ${SERVER}`);
    expect(JSON.stringify(finding)).not.toContain('temp_url_sig=5e');
  });

  it('a rebuild through Nova is less sure, since Nova sends a new config drive', async () => {
    const actions = [action('create', 90_000), action('rebuild', 15)];
    const finding = await onlyFinding(playbook, failed(refused('401'), actions));
    expect(finding).toMatchObject({ guide: 'configdrive-rebuild', confidence: 'likely' });
  });

  it('a slow rebuild through Nova ran out like any deploy', async () => {
    const actions = [action('create', 90_000), action('rebuild', 40)];
    const finding = await onlyFinding(playbook, failed(refused('401'), actions));
    expect(finding.code).toBe('configdrive-url-expired');
  });

  it('a deploy that came near the time-out', async () => {
    const finding = await onlyFinding(playbook, failed(refused('401'), [action('create', 36)]));
    expect(finding).toMatchObject({ code: 'configdrive-url-expired', guide: 'configdrive-401' });
    expect(finding.summary).toContain('taken 31 min');
    expect(stepsOf(finding)).toContain('configdrive_swift_temp_url_duration');
  });

  it('a refusal that comes too early to be the time', async () => {
    const finding = await onlyFinding(playbook, failed(refused('401'), [action('create', 9)]));
    expect(finding.code).toBe('configdrive-url-refused-early');
    expect(stepsOf(finding)).toContain('temporary-URL key');
  });

  it('a node without Nova', async () => {
    const finding = await onlyFinding(playbook, failed(refused('401'), [], { instance_uuid: null }));
    expect(finding.code).toBe('configdrive-url-expired');
    expect(finding.summary).toContain('most often');
  });
});

it.each([
  [
    "a web server of one's own",
    failed(refused('404', 'https://web.example/configdrive.gz'), [action('rebuild', 15)]),
  ],
  ['a server error of Swift', failed(refused('503'), [action('create', 36)])],
  [
    'a config drive that is too large',
    failed('Config drive size exceeds maximum limit of 64MiB.', [action('rebuild', 15)]),
  ],
  [
    '401 of a BMC',
    failed('HTTP GET https://bmc/redfish/v1/Systems/1 returned code 401. Unauthorized', [
      action('rebuild', 15),
    ]),
  ],
])('is silent about %s', async (_, facts) => {
  const { findings, clear } = await examine(playbook, facts);
  expect(findings).toEqual([]);
  expect(clear).toHaveLength(1);
});

it('says what it could not read when Nova is sick', async () => {
  const { instance_actions: _, ...facts } = failed(refused('401'), []);
  const finding = await onlyFinding(playbook, { ...facts, unread: { instance_actions: 'Nova is sick' } });
  expect(finding.code).toBe('configdrive-url-expired');
  expect(finding.missing).toMatchObject([{ fact: 'instance_actions', reason: 'Nova is sick' }]);
});

it('cannot tell without history when last_error is empty', async () => {
  const { history: _, ...facts } = failed('', []);
  const { unknown } = await examine(playbook, { ...facts, unread: { history: 'too old' } });
  expect(unknown).toMatchObject([{ reason: 'too old' }]);
});
