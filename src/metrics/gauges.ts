import { Gauge, type Registry } from 'prom-client';

/** What is asked for whenever somebody scrapes; what fails is left out of that scrape. */
export interface MetricSources {
  /** Connections to Slack that stand. */
  connections(): number;
  /** Posts that wait for their turn, and for how many milliseconds the oldest of them has. */
  outbox?(): { readonly waiting: number; readonly oldestMs: number };
  /** Requests to a service that wait for their turn, by service. */
  waitingRequests?(): Readonly<Record<string, number>>;
  /** Whether other processes count with us now; absent where that is not wanted. */
  limitsShared?(): boolean;
  /** Approvals that are not over, by state. */
  approvals?(): Promise<Readonly<Record<string, number>>>;
  /** Entries of the journal. */
  journal?(): Promise<number>;
  /** Stories about alerts that are not over, by state. */
  stories?(): Promise<Readonly<Record<string, number>>>;
}

/** Hears which source could not say. */
export type OnFailure = (source: string, error: unknown) => void;

export function addGauges(sources: MetricSources, registry: Registry, onFailure: OnFailure): void {
  for (const source of gaugesOf(sources)) addGauge(source, registry, onFailure);
}

interface Source {
  readonly name: string;
  readonly help: string;
  /** What tells the values apart, where there are several. */
  readonly label?: string;
  values(): Promise<number | Readonly<Record<string, number>>>;
}

function gaugesOf(sources: MetricSources): readonly Source[] {
  const { outbox, waitingRequests, limitsShared, approvals, journal, stories } = sources;
  const source = (name: string, help: string, values: Source['values'], label?: string): Source => ({
    name: `ironic_oncall_${name}`,
    help,
    values,
    ...(label ? { label } : {}),
  });
  return [
    source('slack_connections', 'Connections to Slack that stand.', async () => sources.connections()),
    ...(outbox
      ? [
          source('outbox_waiting', 'Posts that wait for their turn.', async () => outbox().waiting),
          source(
            'outbox_oldest_seconds',
            'How long the oldest of them has waited.',
            async () => outbox().oldestMs / 1000,
          ),
        ]
      : []),
    ...(waitingRequests
      ? [
          source(
            'openstack_requests_waiting',
            'Requests that wait for their turn.',
            async () => waitingRequests(),
            'service',
          ),
        ]
      : []),
    ...(limitsShared
      ? [
          source('limits_shared', 'Whether limits are shared with other processes: 1 or 0.', async () =>
            Number(limitsShared()),
          ),
        ]
      : []),
    ...(approvals ? [source('approvals', 'Approvals that are not over.', approvals, 'state')] : []),
    ...(journal ? [source('journal_entries', 'Entries of the journal.', journal)] : []),
    ...(stories
      ? [source('alert_stories', 'Stories about alerts that are not over.', stories, 'state')]
      : []),
  ];
}

function addGauge({ name, help, label, values }: Source, registry: Registry, onFailure: OnFailure): void {
  new Gauge({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      this.reset();
      try {
        const now = await values();
        if (typeof now === 'number') this.set(now);
        else for (const [key, value] of Object.entries(now)) this.set({ [label ?? 'of']: key }, value);
      } catch (error) {
        // A number that is not known is not zero.
        if (label === undefined) this.remove();
        onFailure(name, error);
      }
    },
  });
}
