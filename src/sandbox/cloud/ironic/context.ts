import type { Agenda } from '../agenda.ts';
import { isAdmin, seesEverything, type Token } from '../keystone/tokens.ts';
import { type Call, Refusal, unauthorized } from '../reply.ts';
import type { Standalone } from '../standalone.ts';
import type { CloudState, NodeRecord } from '../state.ts';
import type { VersionRange } from '../versions.ts';
import { denied, refuse } from './errors.ts';

export interface IronicContext {
  readonly state: CloudState;
  readonly agenda: Agenda;
  readonly range: VersionRange;
  /** How it tells people apart when there is no Keystone. */
  readonly standalone?: Standalone | undefined;
  keystoneUrl(): string;
}

/** A request to Ironic whose version is settled. */
export interface IronicCall extends Call {
  readonly minor: number;
  readonly context: IronicContext;
}

/** The token of a request; answers 401 without one. */
export function tokenOf(call: IronicCall): Token {
  if (!call.token) throw new Refusal(unauthorized(call.context.keystoneUrl()));
  return call.token;
}

function owns(token: Token, node: NodeRecord): boolean {
  if (token.scope.kind !== 'project') return false;
  return node.owner === token.scope.project.id || node.lessee === token.scope.project.id;
}

/** The nodes this token sees: all, or those that its project owns or leases. Others do not exist for it. */
export function visibleNodes(call: IronicCall): NodeRecord[] {
  const token = tokenOf(call);
  if (seesEverything(token)) return call.context.state.nodes;
  return call.context.state.nodes.filter((node) => owns(token, node));
}

/** Finds a node by UUID, or by name from 1.5 on; answers 404 otherwise. */
export function nodeNamed(call: IronicCall, ident: string): NodeRecord {
  const found = visibleNodes(call).find(
    (node) => node.uuid === ident || (call.minor >= 5 && node.name === ident),
  );
  return found ?? refuse(404, `Node ${ident} could not be found.`);
}

/** Answers 403 to tokens that do not see the whole cloud. */
export function requireSystemView(call: IronicCall, policy: string): void {
  if (!seesEverything(tokenOf(call))) denied(policy);
}

/** Answers 403 to everybody but admins. */
export function requireAdmin(call: IronicCall, policy: string): void {
  if (!isAdmin(tokenOf(call))) denied(policy);
}

/** Answers 403 to mere readers. */
export function requireMember(call: IronicCall, policy: string): void {
  const token = tokenOf(call);
  if (!isAdmin(token) && !token.roles.includes('member')) denied(policy);
}

/** Answers 409 while a conductor holds the node, alive or not. */
export function checkUnlocked(node: NodeRecord): void {
  if (node.reservation === null) return;
  const words = `Node ${node.uuid} is locked by host ${node.reservation}, please retry after the current operation is completed.`;
  refuse(409, words);
}
