import type { Evidence, Finding } from './finding.ts';
import { guideOf } from './guide.ts';
import type { Report } from './report.ts';

/** What `--json` prints; scripts rely on it. */
export interface ReportJson {
  readonly subject: Record<string, unknown>;
  readonly verdict: Report['verdict'];
  readonly findings: readonly FindingJson[];
  readonly clear: readonly string[];
  readonly unknown: readonly { readonly check: string; readonly reason: string }[];
  readonly notes: readonly string[];
  readonly node: Report['node'];
  readonly cost: Report['cost'];
  readonly at: string;
  readonly reference: string;
}

interface FindingJson
  extends Pick<Finding, 'playbook' | 'code' | 'cause' | 'summary' | 'severity' | 'confidence' | 'missing'> {
  readonly evidence: readonly (Omit<Evidence, 'at'> & { readonly at: string | null })[];
  readonly remediations: NonNullable<Finding['proposals']>;
  readonly steps: NonNullable<Finding['steps']>;
  readonly guide: { readonly title: string; readonly url: string };
  readonly explained_by?: string;
}

/** The report in the form that scripts read. */
export function reportToJson(report: Report): ReportJson {
  return {
    subject: { ...report.subject },
    verdict: report.verdict,
    findings: report.findings.map((finding) => ({
      playbook: finding.playbook,
      code: finding.code,
      cause: finding.cause,
      summary: finding.summary,
      severity: finding.severity,
      confidence: finding.confidence,
      evidence: finding.evidence.map(({ bearing, source, observed, at }) => ({
        bearing,
        source,
        observed,
        at: at ?? null,
      })),
      missing: finding.missing,
      remediations: finding.proposals ?? [],
      steps: finding.steps ?? [],
      guide: guideOf(finding.guide),
      ...(finding.explained_by ? { explained_by: finding.explained_by } : {}),
    })),
    clear: report.clear.map((check) => check.check),
    unknown: report.unknown.map(({ check, reason }) => ({ check, reason })),
    notes: report.notes,
    node: report.node,
    cost: report.cost,
    at: report.at,
    reference: report.reference,
  };
}
