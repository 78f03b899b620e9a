import { ServiceError } from '../core/errors.ts';
import type { Aspect, Resolution, Subject } from '../core/subject.ts';
import { nearest } from '../lib/nearest.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { type Candidate, choicesOf, dedupe } from './candidate.ts';
import type { Reads } from './reads.ts';
import { bmcHosts, formOf, type WordForm } from './words.ts';

/** More than this cannot be offered as a choice: the words were too vague. */
const MAX_CHOICES = 20;

/** What a look-up gave and what it could not see, or why it could not be made. */
type Looked =
  | { readonly found: readonly Candidate[]; readonly unseen?: readonly string[] }
  | { readonly sick: ServiceError };

/** Each continues "not looked at: ". */
const OTHERS_INSTANCES =
  'instances of other projects, which Nova does not list for this credential; an administrator sees them';
const OTHERS_NODES =
  'nodes of other projects, which Ironic does not show to this credential; a reader in system scope, or an administrator, sees them (a node that disappeared is most likely there: /ironic guide nodes-disappeared)';
const FURTHER_NODES = 'nodes beyond the first 10 000';

/**
 * Finds out what the words mean, with the form deciding which reads are worth making. A sick service never hides
 * what another one knows; when nobody could say, the words are taken for a node's name so that the report can tell
 * what was unreadable.
 */
export async function resolveSubject(words: string, reads: Reads): Promise<Resolution> {
  const form = formOf(words);
  if (!form) return { kind: 'none', nearest: [], unreadable: [] };
  let looked = await lookUp(form, reads);
  if (form.kind !== 'name' && looked.every((one) => !('found' in one) || one.found.length === 0)) {
    // Asked for at the same moment as what follows, where it will be wanted.
    if (form.kind === 'uuid') void reads.flavors().catch(() => undefined);
    // Nodes are named by addresses too, and instances by anything.
    looked = [...looked, ...(await lookUp({ kind: 'name', name: words.trim() }, reads))];
  }
  let found = looked.flatMap((one) => ('found' in one ? one.found : []));
  let sick = looked.flatMap((one) => ('sick' in one ? [one.sick] : []));
  if (found.length === 0) {
    const second = await Promise.all([
      flavorsNamed(words.trim(), form, reads),
      ...(form.kind === 'name' ? [nodesByBmc(form.name.toLowerCase(), reads)] : []),
    ]);
    found = second.flatMap((one) => ('found' in one ? one.found : []));
    sick = [...sick, ...second.flatMap((one) => ('sick' in one ? [one.sick] : []))];
  }
  const distinct = dedupe(found);
  const [only] = distinct;
  const unreadable = [...new Set(sick.map((error) => error.message))];
  const unseen = looked.flatMap((one) => ('found' in one ? (one.unseen ?? []) : []));
  if (only && distinct.length === 1) {
    const subject = await subjectOf(only, reads);
    const notes = [...notesOn(subject, form, sick), ...unseen.map((what) => `Not looked at: ${what}`)];
    return { kind: 'found', subject, notes };
  }
  if (distinct.length > 1) return { kind: 'several', choices: choicesOf(distinct.slice(0, MAX_CHOICES)) };
  if (form.kind === 'uuid' && (await isKnownToNova(form.uuid, reads))) {
    return { kind: 'found', subject: presumed(words.trim(), form, reads), notes: unreadable };
  }
  if (sick.some(leavesItOpen)) {
    return { kind: 'found', subject: presumed(words.trim(), form, reads), notes: unreadable };
  }
  const directory = await readDirectory(reads);
  return {
    kind: 'none',
    nearest: nearestNames(words.trim(), directory.found),
    unreadable: [...new Set([...unreadable, ...unseen, ...directory.unseen])],
  };
}

/** A refusal by anybody but Ironic will be the same next time: the words then mean nothing that we may see. */
function leavesItOpen(error: ServiceError): boolean {
  return error.service === 'ironic' || error.code !== 'forbidden';
}

async function lookUp(form: WordForm, reads: Reads): Promise<readonly Looked[]> {
  switch (form.kind) {
    case 'name':
      return Promise.all([
        look(async () => nodes(await reads.node(form.name))),
        serversNamed(form.name, reads),
      ]);
    case 'uuid':
      return Promise.all([
        look(async () => nodes(await reads.node(form.uuid))),
        look(async () => {
          const server = await reads.server(form.uuid);
          return server ? [{ kind: 'instance', server }] : [];
        }),
        look(async () => {
          const port = await reads.port(form.uuid);
          return nodes(port?.node_uuid ? await reads.node(port.node_uuid) : null);
        }),
        // Asked at the same moment rather than after the server is known: one step less for an instance.
        look(async () => {
          await reads.nodeOfInstance(form.uuid);
          return [];
        }),
      ]);
    case 'mac':
      return [
        await look(async () => {
          const ports = await reads.portsByMac(form.mac);
          // A port group may have a MAC that none of its ports has.
          const having = ports.length > 0 ? ports : await reads.portgroupsByMac(form.mac);
          const owners = await Promise.all(
            having.flatMap(({ node_uuid }) => (node_uuid ? [reads.node(node_uuid)] : [])),
          );
          const found = owners.flatMap(nodes);
          return found.length > 0 ? found : unknownMac(form.mac, reads);
        }),
      ];
    case 'address':
      return [await nodesByBmc(form.host, reads)];
  }
}

async function look(read: () => Promise<readonly Candidate[]>): Promise<Looked> {
  try {
    return { found: await read() };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // A cloud without Nova has no instances to be named after.
    return error.code === 'not-deployed' ? { found: [] } : { sick: error };
  }
}

async function serversNamed(name: string, reads: Reads): Promise<Looked> {
  let ownOnly = false;
  const looked = await look(async () => {
    const named = await reads.serversNamed(name);
    ownOnly = named.ownOnly;
    return named.servers.map((server) => ({ kind: 'instance', server }));
  });
  return 'found' in looked && ownOnly ? { ...looked, unseen: [OTHERS_INSTANCES] } : looked;
}

const nodes = (node: Node | null): readonly Candidate[] => (node ? [{ kind: 'node', node }] : []);

/** A MAC that Ironic does not know may still be held by a Neutron port, which is what "in use" is about. */
async function unknownMac(mac: string, reads: Reads): Promise<readonly Candidate[]> {
  const ports = await reads.cloud.neutron.ports({ mac_address: mac }, reads.options);
  return ports.length > 0 ? [{ kind: 'mac', mac }] : [];
}

/** A flavor's id is a UUID where its maker chose none (openstack/nova nova/compute/flavors.py, create). */
function flavorsNamed(words: string, form: WordForm, reads: Reads): Promise<Looked> {
  const meant = form.kind === 'uuid' ? [words, form.uuid] : [words];
  return look(async () =>
    (await reads.flavors())
      .filter((flavor) => meant.includes(flavor.name) || meant.includes(flavor.id))
      .map((flavor) => ({ kind: 'flavor', flavor })),
  );
}

function nodesByBmc(host: string, reads: Reads): Promise<Looked> {
  return look(async () => {
    const matching = (await reads.directory()).items.filter((node) =>
      bmcHosts(node.driver_info).includes(host),
    );
    const whole = await Promise.all(matching.slice(0, MAX_CHOICES).map((node) => reads.node(node.uuid)));
    return whole.flatMap(nodes);
  });
}

/** A node that Ironic does not show, by the UUID under which Nova and Placement have it: there is much to say of it. */
async function isKnownToNova(uuid: string, reads: Reads): Promise<boolean> {
  const known = await Promise.allSettled([
    reads.cloud.nova.findHypervisors(uuid, reads.options).then((all) => all.length > 0),
    reads.cloud.placement.getProvider(uuid, reads.options).then((provider) => provider !== null),
  ]);
  return known.some((one) => one.status === 'fulfilled' && one.value);
}

async function subjectOf(one: Candidate, reads: Reads): Promise<Subject> {
  const cloud = reads.cloud.name;
  switch (one.kind) {
    case 'node': {
      const { node } = one;
      const instance = node.instance_uuid ? { instance_uuid: node.instance_uuid } : {};
      const aspects: Aspect[] = node.instance_uuid ? ['node', 'instance'] : ['node'];
      return {
        kind: 'node',
        cloud,
        name: node.name ?? node.uuid,
        node_uuid: node.uuid,
        ...instance,
        aspects,
      };
    }
    case 'instance': {
      const { server } = one;
      const aspects: Aspect[] = ['instance', 'flavor'];
      const hypervisor = server['OS-EXT-SRV-ATTR:hypervisor_hostname'];
      const flavor = server.flavor?.original_name ? { flavor: server.flavor.original_name } : {};
      // Its fault is only in the server itself, and every check will want it: asked at the same moment.
      if (server.status === 'ERROR') void reads.server(server.id).catch(() => undefined);
      const node_uuid = hypervisor ?? (await nodeUuidOf(server.id, reads));
      if (node_uuid) aspects.unshift('node');
      const on = node_uuid ? { node_uuid } : {};
      return {
        kind: 'instance',
        cloud,
        name: server.name ?? server.id,
        instance_uuid: server.id,
        ...flavor,
        ...on,
        aspects,
      };
    }
    case 'flavor':
      return { kind: 'flavor', cloud, name: one.flavor.name, flavor: one.flavor.id, aspects: ['flavor'] };
    case 'mac':
      return { kind: 'mac', cloud, name: one.mac, mac: one.mac, aspects: ['mac'] };
  }
}

/** Ironic knows the node of an instance even where Nova has lost it. Unreadable is left to the facts to say. */
async function nodeUuidOf(instance_uuid: string, reads: Reads): Promise<string | undefined> {
  const looked = await look(async () => nodes(await reads.nodeOfInstance(instance_uuid)));
  const node = 'found' in looked ? looked.found[0] : undefined;
  return node?.kind === 'node' ? node.node.uuid : undefined;
}

function presumed(words: string, form: WordForm, reads: Reads): Subject {
  const ident = form.kind === 'uuid' ? form.uuid : words;
  return { kind: 'node', cloud: reads.cloud.name, name: ident, node_uuid: ident, aspects: ['node'] };
}

function notesOn(subject: Subject, form: WordForm, sick: readonly ServiceError[]): readonly string[] {
  if (form.kind !== 'name' || sick.length === 0) return [];
  const other = subject.kind === 'node' ? 'an instance' : 'a node';
  return sick.map((error) => `Whether ${other} has the same name could not be checked: ${error.message}`);
}

interface Directory {
  readonly found: readonly Node[];
  readonly unseen: readonly string[];
}

/** Every node that can be seen, and whether those are all: "there is none" may only be said of what was looked at. */
async function readDirectory(reads: Reads): Promise<Directory> {
  try {
    const { items, truncated } = await reads.directory();
    const own = await reads.showsOwnOnly(items);
    return {
      found: items,
      unseen: [...(own ? [OTHERS_NODES] : []), ...(truncated ? [FURTHER_NODES] : [])],
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { found: [], unseen: [error.message] };
  }
}

function nearestNames(words: string, nodes: readonly Node[]): readonly string[] {
  return nearest(
    words,
    nodes.flatMap((node) => (node.name ? [node.name] : [])),
  );
}
