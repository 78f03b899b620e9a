import type { FleetEntry } from '../../src/core/fleet-entry.ts';
import { alertFixture, host, nodeEntry, posted, said } from './alerts.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const cloud = 'prod';
const instance = (n: number, name: string): FleetEntry => ({ kind: 'instance', cloud, id: id(n), name });

/** A fleet with the most unfortunate names: words, figures, versions, and parts of each other. */
export const UNFORTUNATE: readonly FleetEntry[] = [
  ...['apollo', 'gemini', 'node', 'error', 'server', 'host', 'critical', 'api-server', 'test', 'down'].map(
    (name, n) => nodeEntry(name, id(n + 1)),
  ),
  ...['v1.2.3', '2026-11-22', 'sha256', '10g', '17', 'k8s', '7f3c9e1', 'python3.11', '404'].map((name, n) =>
    nodeEntry(name, id(n + 30)),
  ),
  nodeEntry('node-1', id(50), {
    addresses: ['10.20.3.1'],
    macs: ['52:54:00:00:00:01'],
    serials: ['7XK2P13'],
  }),
  nodeEntry('node-17', id(51), {
    addresses: ['10.20.3.17'],
    macs: ['52:54:00:00:00:17'],
    serials: ['123456'],
  }),
  nodeEntry('bm-rack3-u1', id(52), { addresses: ['2001:db8::17'], serials: ['To Be Filled By O.E.M.'] }),
  nodeEntry('db-1', id(53), { addresses: ['bmc-db-1.mgmt.example.org'] }),
  instance(60, 'jenkins'),
  instance(61, 'web'),
  instance(62, 'prod-1'),
  host('conductor', 'ctl-1.dc1.example.org'),
  host('compute-host', 'compute-ironic-02'),
  { kind: 'switch', cloud, id: 'leaf-12', name: 'leaf-12', macs: ['00:1c:73:aa:00:12'] },
];

const attached = (username: string, attachment: Record<string, unknown>) =>
  posted({ username, attachments: [attachment] });
const firing = (title: string, text = '') =>
  attached('Alertmanager', {
    color: 'a30200',
    title: `[FIRING:1] ${title}`,
    text,
    title_link: 'https://am.example.org/#/alerts',
  });
const bot = (username: string, text: string) => posted({ username, text });
const grafana = (title: string, text: string) =>
  attached('Grafana', { title: `[FIRING:1] ${title}`, text, footer: 'Grafana v12.2.0' });
const zabbix = (title: string, value: string) =>
  attached('Zabbix', {
    title,
    fields: [
      { title: 'Host', value },
      { title: 'Event time', value: '2026.11.22 16:32:41' },
    ],
  });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const blocks = (username: string, ...texts: readonly string[]) =>
  posted({ username, blocks: texts.map(section) });

/** What people and machines write into a channel of alerts, and which is about nothing of ours. */
export const QUIET: readonly (readonly [what: string, event: Record<string, unknown>])[] = [
  // People
  ['lunch', said('anybody up for lunch? the server room can wait')],
  [
    'a question about words that are names',
    said('is the apollo node down again or is it just an error on my side?'),
  ],
  ['a quoted word', said('grep for `error` and `critical` in the logs of `server`')],
  ['thanks', said('thanks <@U0MAYA0001>, node is back :tada:')],
  ['a handle like a name', said('@node-17 can you look? cc @apollo')],
  ['a channel like a name', said('moved to #node-17, see <#C0123|node-1>')],
  ['a mail address', said('write to <mailto:apollo@node-17.com|apollo@node-17.com>')],
  ['a longer name', said('node-170 and node-1a and xnode-1 and node-17-old are fine')],
  ['a shorter name', said('nod-17 or bm-rack3-u or bm-rack3, I do not remember')],
  ['a name inside a word', said('supernode-17x is the new benchmark, renode-1 the old one')],
  ['Node.js', said('node: error: cannot find module server')],
  ['Node.js with a version', said('node v1.2.3 is out, upgrade from node 17')],
  ['an address of somebody else', said('10.20.3.170 does not answer, neither does 110.20.3.17 nor 10.20.3')],
  ['a version like an address', said('we are at 10.20.3.17.4 now, was 1.10.20.3.17')],
  ['a foreign MAC', said('who has 52:54:00:00:00:18? and 52:54:00:00:00:17:aa:bb?')],
  ['a foreign IPv6 address', said('2001:db8::170 and 2001:db8::17:1 are not reachable')],
  ['a UUID that is not ours', said('request 6f1f7c1e-0d5c-4b7e-9f54-6a6f0a1b2c3d failed with 500')],
  ['half a UUID', said(`the one that begins with ${id(51).slice(0, 23)}`)],
  ['a date and a time', said('since 2026-11-22 03:10:17, every 17 minutes')],
  ['a commit', said('reverted in 7f3c9e1, see the diff')],
  ['shell with variables', said('for n in $node-17 \u0024{node-1}; do ping $n; done')],
  ['a pattern', said('all of node-1* and node-* please')],
  ['a symptom in a chat', said('no valid host was found, classic. conductor down? lol')],
  ['a pasted alert of somebody else', said('[FIRING:1] KubePodCrashLooping (api-server prod critical)')],
  // Build and deploy bots
  ['a failed build', bot('Jenkins', '*FAILED*: build #17 of `api-server` (node: error) in 2 min 4 s')],
  ['a green build', bot('CircleCI', 'Success: test passed on apollo (v1.2.3), sha256:7f3c9e1')],
  ['a build agent of its own name', bot('Jenkins', 'FAILURE: server » test #404 ran on agent-17')],
  [
    'a test named after a symptom',
    bot('Zuul', 'FAILURE in 1h: tempest test_no_valid_host_found, test_conductor_down'),
  ],
  [
    'a deployment',
    bot('Argo CD', 'Application *apollo* is now running version `v1.2.3` in cluster `prod-1`'),
  ],
  [
    'a failed deployment',
    bot('Argo CD', ':x: Sync of *gemini* failed: error validating data: server rejected it'),
  ],
  [
    'a deploy bot with fields',
    attached('deploybot', {
      title: 'Deploy failed: web',
      fields: [
        { title: 'Environment', value: 'prod-1' },
        { title: 'Server', value: 'frontend' },
        { title: 'Commit', value: '7f3c9e1' },
      ],
    }),
  ],
  [
    'a pull request',
    bot(
      'GitHub',
      'Pull request merged: <https://git.example.org/apollo/node/pull/17|node-17-fix: error on server>',
    ),
  ],
  ['a branch', bot('GitLab', 'Pipeline #17 of branch `fix/node-170` failed in stage test')],
  ['a release', bot('GitHub', 'Release published: node v1.2.3 (2026-11-22), python3.11, k8s')],
  ['a dependency', bot('Renovate', 'error updating node-17@1.2.3 to node-17@2.0.0')],
  ['an image', bot('Harbor', 'scan of registry.local/library/apollo:v1.2.3 found critical CVE-2026-0017')],
  ['a ticket', bot('Jira', 'INC-17 *Critical*: server error on node, assigned to apollo')],
  ['a status page', bot('Statuspage', 'Investigating: elevated error rates for api-server in region 17')],
  ['a reminder', bot('Google Calendar', 'Maintenance of host server starts in 10 minutes')],
  ['a certificate', bot('certbot', 'CRITICAL certificate of node-17.elsewhere.org expires in 10 days')],
  ['a backup', bot('borg', 'backup failed: node-17.tar.gz, node-1.log, db-1.sql.gz: no space left')],
  [
    'a stack trace',
    bot('Sentry', 'Error: connect ECONNREFUSED 10.20.3.2:404\n    at Server.node (/app/server.js:17:10)'),
  ],
  ['a log with a thread id', bot('Kibana', 'ERROR [node-17x] o.e.i.e.Engine [apollo] failed to merge')],
  // Alerts of other people
  [
    'an unrelated Prometheus group',
    firing(
      'InstanceDown for api-server (env="prod", severity="critical")',
      '*Alert:* api-server down - `critical`\n*Details:*\n • *instance:* `1.2.3.4:8080`\n • *job:* `api-server`',
    ),
  ],
  ['Kubernetes pods', firing('KubePodCrashLooping default (api-server-7f3c9e1 critical)')],
  [
    'a Kubernetes node of others',
    firing('KubeNodeNotReady (node-170 k8s critical)', ' • *node:* `worker-17`\n • *cluster:* `prod-1`'),
  ],
  ['a disk', firing('HostOutOfDiskSpace (10.20.3.2:9100 /dev/sda1 warning)')],
  ['a watchdog', firing('Watchdog (none)')],
  ['a target of others', firing('TargetDown (jenkins-exporter 10.20.4.17:9100)')],
  ['latency', firing('HighErrorRate apollo (server error 404 v1.2.3)')],
  [
    'a training platform with a conductor',
    firing('TrainConductorAppDown (critical)', 'conductor of train 17 is down'),
  ],
  ['cleaning of another kind', firing('CacheCleaningFailed (warning)', 'cleaning failed on cache-3')],
  [
    'a BMC that is nobody of ours',
    firing('IpmiSensorDown (10.99.0.4 critical)', 'ipmi of storage-7 unreachable'),
  ],
  [
    'a chassis of others by its serial',
    firing('ChassisFan (critical)', ' • *serial:* `8XK2P13`\n • *host:* `storage-7`'),
  ],
  [
    'Grafana about a web shop',
    grafana(
      'Checkout errors shop (server error critical)',
      '**Firing**\n\nValue: 17\nLabels:\n - alertname = Checkout errors\n - server = frontend\nAnnotations:\n - summary = error rate above 10',
    ),
  ],
  [
    'Grafana without data',
    attached('Grafana', { title: '[No Data] node exporter', footer: 'Grafana v12.2.0', text: '' }),
  ],
  ['Zabbix about a printer', zabbix('Problem: printer-17 is out of paper', 'printer-17 [10.20.9.17]')],
  [
    'Zabbix about a switch of others',
    zabbix('Problem: Interface ge-0/0/17: Link down', 'leaf-120 [10.20.9.12]'),
  ],
  [
    'Nagios about a mail host',
    attached('nagios', {
      title: 'Service PROBLEM notification',
      text: 'Host:  mail-17\nIP:  10.20.9.25\nService:  smtp\nState:  CRITICAL',
    }),
  ],
  [
    'Nagios with a word of ours in its output',
    attached('nagios', {
      title: 'Host PROBLEM notification',
      text: 'Host: mail-17\nState: DOWN',
      footer: 'server error on node apollo',
    }),
  ],
  [
    'PagerDuty about a shop',
    blocks(
      'PagerDuty',
      ':red_circle: *<https://x.pagerduty.com/incidents/Q1|[#17] Checkout error on server>* triggered',
      '*Service:* shop',
    ),
  ],
  [
    'Robusta about a pod',
    blocks(
      'Robusta',
      ':fire: `firing` :red_circle: `high` *Crashing pod apollo-17 in namespace web*',
      '*Source:* `prod-1`',
    ),
  ],
  [
    'Datadog',
    attached('Datadog', {
      title: 'Triggered: [P1] error rate of server on host:frontend-17',
      text: 'apollo, gemini and test are affected',
    }),
  ],
  ['a heartbeat', bot('healthchecks.io', 'The check "node" is DOWN. Last ping was 17 minutes ago.')],
  [
    'somebody else’s link',
    bot('Uptime Kuma', '[server] [:red_circle: Down] <https://node-17.elsewhere.org/node-1|apollo>'),
  ],
  [
    'only links',
    said('<https://wiki.example.org/runbooks/node-17> and https://grafana.example.org/d/x?var-node=node-1'),
  ],
  ['only an emoji', said(':node-17: :apollo:')],
  ['nothing', said('')],
  ['flagger', alertFixture('flagger-live-unrelated').event_callback.event],
  [
    'the widely copied template',
    alertFixture('alertmanager-labelled-template-unrelated').event_callback.event,
  ],
];
