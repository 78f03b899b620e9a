import type { RamdiskLog } from './facts.ts';
import type { Journal } from './ramdisk-journal.ts';
import { linesOf } from './ramdisk-tables.ts';
import type { RamdiskSign, RamdiskTrouble } from './ramdisk-trouble.ts';

interface Link {
  readonly name: string;
  readonly head: string;
  readonly flags: readonly string[];
  readonly master: string | undefined;
  readonly addresses: readonly string[];
}

/** `ip addr`. */
function linksOf(log: RamdiskLog): readonly Link[] {
  const links: {
    name: string;
    head: string;
    flags: string[];
    master: string | undefined;
    addresses: string[];
  }[] = [];
  for (const line of linesOf(log, 'ip_addr')) {
    const begins =
      /^\d{1,5}: (?<name>[^:@\s]{1,40})(?:@\S{1,40})?: <(?<flags>[A-Z0-9_,-]*)>(?:.* master (?<master>\S+))?/.exec(
        line,
      );
    const { name, flags = '', master } = begins?.groups ?? {};
    if (name !== undefined) links.push({ name, head: line, flags: flags.split(','), master, addresses: [] });
    const address = /^\s+inet6? (?<address>[0-9a-f.:]{2,45})\/\d{1,3}/i.exec(line)?.groups?.['address'];
    if (address !== undefined) links.at(-1)?.addresses.push(address);
  }
  return links.filter(({ name }) => name !== 'lo');
}

/** Addresses that a machine gives itself. */
const OWN = /^(?:169\.254\.|fe80:|127\.|::1$)/i;

/**
 * A ramdisk without network. One interface without a cable or lease is the everyday; only when none has an address, or
 * nothing lets the conductor in, is it a trouble. Where a conductor fetched the tarball from the agent, that speaks
 * against either.
 */
export function networkTroubles(log: RamdiskLog, journal: Journal): readonly RamdiskTrouble[] {
  return [...unaddressed(log, journal), ...closedPort(log)];
}

function unaddressed(log: RamdiskLog, journal: Journal): readonly RamdiskTrouble[] {
  const links = linksOf(log);
  if (links.length === 0 || links.some(({ addresses }) => addresses.some((one) => !OWN.test(one)))) return [];
  const bond = links.find(
    ({ name, flags }) => flags.includes('MASTER') && !links.some(({ master }) => master === name),
  );
  const dark = links.every(({ flags }) => flags.includes('NO-CARRIER') || !flags.includes('UP'));
  const dhcp = journal.others.findLast(({ text, unit }) =>
    /^(?:dhclient|NetworkManager|dhcpcd|systemd-networkd)/.test(unit)
      ? /No DHCPOFFERS received|dhcp[46] .{0,60}(?:timed out|timeout)|timed out|No working leases/i.test(text)
      : false,
  );
  const [first, ...rest] = links
    .slice(0, 4)
    .map(({ head }): RamdiskSign => ({ part: 'ip_addr', line: head, bearing: 'supports' }));
  if (!first) return [];
  const signs = [
    ...rest.slice(0, 1),
    ...(dhcp ? [{ ...dhcp, bearing: 'supports' as const }] : []),
    ...fetched(log),
  ];
  const says = bond
    ? `the ramdisk's bond ${bond.name} had no interface in it, and nothing had an address`
    : dark
      ? 'no interface of the ramdisk had a link, so that it had no network'
      : 'no interface of the ramdisk had an address but its own link-local ones';
  return [
    {
      id: bond ? 'bond-without-links' : dark ? 'no-link' : 'no-address',
      cause: bond ? 'lacp-ipxe' : dark ? 'network-vif' : 'dhcp-pxe-boot',
      says,
      signs: [first, ...signs.map(({ part, line, bearing }) => ({ part, line, bearing }))],
      next: 'Look at the switch port: link, VLAN, PortFast and LACP; then at DHCP on the network of the ramdisk',
    },
  ];
}

const AGENT_PORT = /\b(?:dpt|dports|dpts|tcp):?\S{0,40}\b9999\b/;

/** `iptables -L`: it does not show interfaces, so that an ACCEPT of everything may be that of `lo` alone. */
function closedPort(log: RamdiskLog): readonly RamdiskTrouble[] {
  const lines = linesOf(log, 'iptables');
  const from = lines.findIndex((line) => /^Chain INPUT \(/.test(line));
  const input: string[] = [];
  for (const line of from < 0 ? [] : lines.slice(from)) {
    if (line.trim() === '' || (input.length > 0 && line.startsWith('Chain '))) break;
    input.push(line);
  }
  const [policy = '', , ...rules] = input;
  const named = rules.find((rule) => AGENT_PORT.test(rule));
  if (named && /^ACCEPT/.test(named)) return [];
  const everything =
    /^(?:DROP|REJECT)\s+(?:all|0|tcp|6)\s+(?:--\s+)?(?:anywhere|0\.0\.0\.0\/0)\s+(?:anywhere|0\.0\.0\.0\/0)\s*(?:reject-with \S+)?$/;
  const open =
    /^ACCEPT\s+(?:all|0|tcp|6)\s+(?:--\s+)?(?:anywhere|0\.0\.0\.0\/0)\s+(?:anywhere|0\.0\.0\.0\/0)\s*$/;
  // Whatever is accepted before the closing rule may let the conductor in.
  const closing = named ?? rules.find((rule) => everything.test(rule.trim()));
  const before = closing ? rules.slice(0, rules.indexOf(closing)) : rules;
  if (before.filter((rule) => open.test(rule.trim())).length > 1) return [];
  const line = closing ?? (/policy DROP/.test(policy) ? policy : undefined);
  if (line === undefined) return [];
  return [
    {
      id: 'port-closed',
      cause: 'agent-comm',
      says: "the ramdisk's own firewall lets nobody in to the agent's port 9999",
      signs: [{ part: 'iptables', line, bearing: 'supports' }, ...fetched(log)],
      next: 'Look at what the ramdisk image was built with: its firewall has to let TCP port 9999 in',
    },
  ];
}

/** Only what inspection hands over travels the other way (openstack/ironic ironic/drivers/modules/inspector/agent.py). */
function fetched(log: RamdiskLog): readonly RamdiskSign[] {
  if (/_inspect_\d{4}-/.test(log.file) || log.collected_at === null) return [];
  return [
    {
      part: 'journal',
      line: 'a conductor fetched this log from the agent over the network, so that it could be reached then',
      bearing: 'speaks-against',
    },
  ];
}
