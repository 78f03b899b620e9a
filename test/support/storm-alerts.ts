import { HIDDEN_CAUSES } from './storm-fleet.ts';

/** A message that a tool posts through a webhook. */
export interface StormPost {
  readonly body: Readonly<Record<string, unknown>>;
  readonly alerts: number;
}

interface Alert {
  readonly alertname: string;
  readonly node: string;
}

const ALERTS = 1_000;
/** Of these many come one by one. */
const SINGLES = 10;
/** So that what Slack takes of a webhook, one message a second, brings a thousand alerts in about a minute. */
const MOST_IN_A_GROUP = 22;

/** A thousand different alerts about 400 nodes, all causes mixed, as two tools post them: in groups and one by one. */
export function stormPosts(random: () => number): readonly StormPost[] {
  const all = shuffled(everyAlert(), random);
  const singles = all.slice(0, SINGLES).map((alert, index) => zabbix(alert, 41_307 + index));
  const rest = Map.groupBy(all.slice(SINGLES), ({ alertname }) => alertname);
  const groups = [...rest].flatMap(([name, alerts]) =>
    Array.from({ length: Math.ceil(alerts.length / MOST_IN_A_GROUP) }, (_, index) =>
      alertmanager(name, alerts.slice(index * MOST_IN_A_GROUP, (index + 1) * MOST_IN_A_GROUP)),
    ),
  );
  return shuffled([...singles, ...groups], random);
}

function everyAlert(): readonly Alert[] {
  const told = HIDDEN_CAUSES.flatMap(({ nodes, alertnames }) =>
    alertnames.flatMap((alertname) => nodes.map((node) => ({ alertname, node }))),
  );
  const [first] = HIDDEN_CAUSES;
  const more = (first?.nodes ?? []).slice(0, ALERTS - told.length);
  return [...told, ...more.map((node) => ({ alertname: 'IronicConductorSlow', node }))];
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((one) => [random(), one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);
}

/** As docs/alertmanager words it. */
function alertmanager(name: string, alerts: readonly Alert[]): StormPost {
  const text = alerts.map(
    ({ alertname, node }) =>
      `*Alert:* Node ${node} needs a look - \`critical\`\n\`status="firing"\` \`started="2026-11-30T03:10:00Z"\`\n\`alertname="${alertname}"\` \`instance="ironic-exporter:9608"\` \`job="ironic"\` \`node_name="${node}"\` \`severity="critical"\` \n`,
  );
  const title = `[FIRING:${alerts.length}] ${name}`;
  const attachment = { title, fallback: title, text: text.join('\n'), color: 'danger', mrkdwn_in: ['text'] };
  return {
    body: { username: 'Alertmanager', attachments: [attachment] },
    alerts: alerts.length,
  };
}

/** As Zabbix' own media type words it (zabbix/zabbix templates/media/slack). */
function zabbix({ alertname, node }: Alert, event: number): StormPost {
  const title = `Problem: ${alertname} on Ironic node ${node}`;
  const fields = [
    { title: 'Host', value: `${node} [10.20.3.17]`, short: true },
    { title: 'Event time', value: '2026.11.30 03:10:00', short: true },
    { title: 'Severity', value: 'Disaster', short: true },
    { title: 'Event tags', value: `component: ironic\nnode: ${node}`, short: true },
  ];
  const link = `https://zabbix.example.com/tr_events.php?triggerid=22931&eventid=${event}`;
  return {
    body: { attachments: [{ title, fallback: title, title_link: link, color: '#E45959', fields }] },
    alerts: 1,
  };
}
