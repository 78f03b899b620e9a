import type { StoryFinding } from '../core/alert-story.ts';
import { CAUSES } from '../core/cause.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import type { FleetGroup } from '../core/fleet-report.ts';
import type { PassFindings } from './findings.ts';
import type { KeptStory } from './kept.ts';
import { bareSymptoms, type Found, soughtIn } from './looked.ts';
import type { NodeOf } from './storm.ts';
import { shownBy } from './symptom-trouble.ts';

/** Nodes that an alert may mean which names none; more help nobody. */
const MOST_MEANT = 50;

/** What a pass over the fleet of a cloud says about a story. */
export function soughtInPass(
  { story }: KeptStory,
  cloud: string,
  pass: PassFindings,
  nodeOf: NodeOf,
): Pick<Found, 'findings' | 'groups' | 'problem'> {
  const findings: StoryFinding[] = [];
  const nodes = new Set<string>();
  const groups: FleetGroup[] = [];
  for (const subject of soughtIn(story).filter((one) => one.cloud === cloud)) {
    const uuid = nodeOf(subject);
    if (uuid !== undefined) {
      findings.push(pass.node(subject, uuid));
      nodes.add(uuid);
    } else if (subject.kind === 'instance') {
      findings.push(pass.nowhere(subject));
    } else {
      const host = pass.host(subject);
      findings.push(host.finding);
      groups.push(...host.groups);
    }
  }
  const bare = bareSymptoms(story);
  const meant = bare.flatMap((symptom) => shownBy(symptom, pass.whole.nodes)).slice(0, MOST_MEANT);
  for (const { uuid, name } of meant) {
    if (nodes.has(uuid)) continue;
    nodes.add(uuid);
    findings.push(pass.node({ kind: 'node', cloud, id: uuid, name: name ?? uuid }, uuid));
  }
  const shared = nodes.size > 1 ? pass.among([...nodes]).groups : [];
  const problem =
    bare.length > 0 && findings.length === 0
      ? `None of the ${pass.whole.total} nodes of ${cloud} that were read shows it.`
      : null;
  return { findings, groups: [...groups, ...shared], problem };
}

/** A few nodes that were looked at one by one, put together by what was found. */
export function groupsOf(findings: readonly StoryFinding[], nodeOf: NodeOf): readonly FleetGroup[] {
  if (findings.length < 2) return [];
  const causes = Map.groupBy(
    findings.filter(({ cause }) => cause !== 'healthy'),
    ({ cause }) => cause,
  );
  return [...causes]
    .map(([cause, all]): FleetGroup => {
      const [first] = all;
      const confidence = first?.confidence ?? 'possible';
      const nodes = all.map(({ subject }: { subject: FleetSubject }) => nodeOf(subject) ?? subject.id);
      return { cause, words: CAUSES[cause], nodes, confidence, besides: [] };
    })
    .toSorted((a, b) => b.nodes.length - a.nodes.length);
}
