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
const STUCK = ['clean wait', 'deploying'];

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
        if (!next) return undefined;
        const alert = fire(
          next,
          next.provision_state === 'clean failed' ? 'IronicNodeCleanFailed' : 'IronicNodeDeployFailed',
        );
        firing = [...firing.filter(({ node }) => node.uuid !== next.uuid), alert];
        return post([alert]);
      },
    },
    {
      id: 'many',
      channel: CHANNEL,
      label: 'Many are stuck',
      about: 'One message about every node that does not leave its state',
      post() {
        const stuck = nodes().filter((node) => STUCK.includes(node.provision_state));
        const alerts = stuck.map((node) => fire(node, 'IronicNodeStuck'));
        if (alerts.length === 0) return undefined;
        firing = [...firing.filter(({ node }) => !stuck.includes(node)), ...alerts];
        return post(alerts);
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
        return over.length > 0 ? post(over, secondsOf(clock())) : undefined;
      },
    },
  ];
}

/** As docs/alertmanager/ironic-oncall.tmpl words a group. */
function attachmentOf(alerts: readonly Firing[], ended: string | undefined) {
  const names = [...new Set(alerts.map(({ alertname }) => alertname))];
  const name = names.length === 1 ? names[0] : `${alerts.length} alerts`;
  const title = `[${ended ? 'RESOLVED' : `FIRING:${alerts.length}`}] ${name}`;
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
