import type { ToolPost } from './sandbox/slack/types.ts';

/** Of a simulated node, what its alerts tell. */
export interface AlertingNode {
  readonly name: string;
  readonly uuid: string;
  readonly provision_state: string;
  readonly maintenance: boolean;
}

interface Firing {
  readonly node: AlertingNode;
  readonly alertname: string;
  readonly summary: string;
  readonly started: string;
}

const CHANNEL = 'baremetal-alerts';
const FAILED = ['clean failed', 'deploy failed'];
/** Alertmanager groups by the rule: a message for each. */
const STUCK = { 'clean wait': 'IronicNodeCleanStuck', deploying: 'IronicNodeDeployStuck' };

/**
 * What an Alertmanager with the template of docs/alertmanager would say of these nodes, at the press of a button: of one node,
 * of all that are stuck, and that it is over. `first` is the node that is told of first.
 */
export function toolPosts(
  nodes: () => readonly AlertingNode[],
  first: string | undefined,
  clock: () => Date,
): readonly ToolPost[] {
  let firing: readonly Firing[] = [];
  const fire = (node: AlertingNode, alertname: string): Firing => ({
    node,
    alertname,
    summary: `Node ${node.name} is in ${node.provision_state}`,
    started: secondsOf(clock()),
  });
  const post = (alerts: readonly Firing[], ended?: string) => ({
    username: 'Alertmanager',
    attachments: [attachmentOf(alerts, ended)],
  });
  const told = (node: AlertingNode) => firing.some((one) => one.node.uuid === node.uuid);
  return [
    {
      id: 'one',
      channel: CHANNEL,
      label: 'One node fails',
      about: 'An alert about one node that failed',
      post() {
        const failed = nodes().filter((node) => FAILED.includes(node.provision_state) && !node.maintenance);
        const fresh = failed.filter((node) => !told(node));
        const next = fresh.find(({ name }) => name === first) ?? fresh[0] ?? failed[0];
        if (!next) return [];
        const alert = fire(
          next,
          next.provision_state === 'clean failed' ? 'IronicNodeCleanFailed' : 'IronicNodeDeployFailed',
        );
        firing = [...firing.filter(({ node }) => node.uuid !== next.uuid), alert];
        return [post([alert])];
      },
    },
    {
      id: 'many',
      channel: CHANNEL,
      label: 'Many are stuck',
      about: 'Alerts about every node that does not leave its state',
      post() {
        const groups = Object.entries(STUCK).map(([state, alertname]) =>
          nodes()
            .filter((node) => node.provision_state === state)
            .map((node) => fire(node, alertname)),
        );
        const stuck = new Set(groups.flat().map(({ node }) => node));
        firing = [...firing.filter(({ node }) => !stuck.has(node)), ...groups.flat()];
        return groups.filter((alerts) => alerts.length > 0).map((alerts) => post(alerts));
      },
    },
    {
      id: 'over',
      channel: CHANNEL,
      label: 'All is over',
      about: 'Whatever fires is resolved',
      post() {
        const over = firing;
        firing = [];
        const groups = Map.groupBy(over, ({ alertname }) => alertname);
        return [...groups.values()].map((alerts) => post(alerts, secondsOf(clock())));
      },
    },
  ];
}

/** As docs/alertmanager/ironic-oncall.tmpl words a group. */
function attachmentOf(alerts: readonly Firing[], ended: string | undefined) {
  const title = `[${ended ? 'RESOLVED' : `FIRING:${alerts.length}`}] ${alerts[0]?.alertname ?? ''}`;
  return {
    title,
    title_link: 'https://alertmanager.example.org/#/alerts?receiver=baremetal-slack',
    fallback: title,
    color: ended ? 'good' : 'danger',
    text: alerts.map((alert) => wordsOf(alert, ended)).join('\n\n'),
    mrkdwn_in: ['fallback', 'pretext', 'text'],
  };
}

function wordsOf({ node, alertname, summary, started }: Firing, ended: string | undefined): string {
  const labels = {
    alertname,
    node_name: node.name,
    node_uuid: node.uuid,
    provision_state: node.provision_state,
    severity: 'critical',
  };
  const times = ended
    ? `\`status="resolved"\` \`started="${started}"\` \`ended="${ended}"\``
    : `\`status="firing"\` \`started="${started}"\``;
  const pairs = Object.entries(labels).map(([label, value]) => `\`${label}="${value}"\``);
  return [`*Alert:* ${summary} - \`critical\``, times, pairs.join(' ')].join('\n');
}

function secondsOf(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
