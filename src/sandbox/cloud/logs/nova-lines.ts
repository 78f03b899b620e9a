import type { Site } from '../site.ts';
import type { FlavorRecord, ServerRecord } from '../state.ts';

/** In the order of `[filter_scheduler]enabled_filters`. */
const FILTERS = ['ComputeFilter', 'ComputeCapabilitiesFilter'] as const;

/** What Nova writes of servers that failed: the scheduler that found no host, the compute service that could not build. */
export function logNova(site: Site): void {
  for (const server of site.state.servers) {
    const { fault } = server;
    if (!fault) continue;
    const since = site.start - Date.parse(fault.created);
    if (fault.message.startsWith('No valid host was found.')) logNoHost(site, server, since);
    else logBuild(site, server, since, fault.message);
  }
}

/** The request of the instance's action, as nova/view.ts names it. */
const asker = ({ id }: ServerRecord) => ({ by: 'operator', request: `req-${id}` }) as const;

/**
 * Why no host was found, at INFO (openstack/nova nova/scheduler/manager.py, nova/filters.py). A reason in the fault
 * says that there had been candidates.
 */
function logNoHost(site: Site, server: ServerRecord, since: number): void {
  const log = (ago: number, logger: string, text: string) =>
    site.log({
      ago,
      service: 'nova-scheduler',
      host: 'ctl-1',
      level: 'INFO',
      logger,
      asker: asker(server),
      text,
    });
  if (!server.fault?.message.includes('not enough hosts')) {
    const words =
      'Got no allocation candidates from the Placement API. This could be due to insufficient resources or a temporary occurrence as compute nodes start up.';
    log(since, 'nova.scheduler.manager', words);
    return;
  }
  const filter = filterOf(site.state.flavors.find((one) => one.id === server.flavorId));
  const results = FILTERS.slice(0, FILTERS.indexOf(filter) + 1).map(
    (name) => `'${name}: (start: 1, end: ${name === filter ? 0 : 1})'`,
  );
  log(since + 2, 'nova.filters', `Filter ${filter} returned 0 hosts`);
  log(
    since,
    'nova.filters',
    `Filtering removed all hosts for the request with instance ID '${server.id}'. Filter results: [${results.join(', ')}]`,
  );
}

/** Placement knows nothing of capabilities; whoever asks for none was refused by the first filter. */
function filterOf(flavor: FlavorRecord | undefined): (typeof FILTERS)[number] {
  const wants = Object.keys(flavor?.extra_specs ?? {}).some((key) => key.startsWith('capabilities:'));
  return wants ? 'ComputeCapabilitiesFilter' : 'ComputeFilter';
}

/** As nova/compute/manager.py writes it for the last host that was tried. */
function logBuild(site: Site, server: ServerRecord, since: number, message: string): void {
  const reason =
    /Last exception: (.*)$/s.exec(message)?.[1] ??
    /^Build of instance \S+ aborted: (.*)$/s.exec(message)?.[1];
  if (reason === undefined) return;
  site.log({
    ago: since + 400,
    service: 'nova-compute',
    host: server.host ?? 'compute-1',
    level: 'ERROR',
    logger: 'nova.compute.manager',
    asker: asker(server),
    text: `[instance: ${server.id}] Instance failed to spawn: nova.exception.InstanceDeployFailure: ${reason}`,
    traceback: [
      `[instance: ${server.id}] Traceback (most recent call last):`,
      `[instance: ${server.id}]   File "/usr/lib/python3/dist-packages/nova/compute/manager.py", line 2943, in _build_resources`,
      `[instance: ${server.id}]     yield resources`,
      `[instance: ${server.id}] nova.exception.InstanceDeployFailure: ${reason}`,
    ],
  });
}
