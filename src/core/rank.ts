import { byConfidence } from './confidence.ts';
import type { Finding, Severity } from './finding.ts';

const SEVERITY: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/**
 * The order in which a tired person should read: the worst first, the surer first among equals, and what another
 * finding explains below it. Findings with the same code are one finding; the surer one stays.
 */
export function rank(findings: readonly Finding[]): readonly Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      SEVERITY[a.severity] - SEVERITY[b.severity] ||
      byConfidence(a.confidence, b.confidence) ||
      b.evidence.length - a.evidence.length ||
      a.code.localeCompare(b.code),
  );
  const distinct = sorted.filter(
    (finding, index) => sorted.findIndex((other) => other.code === finding.code) === index,
  );
  return fold(distinct);
}

/** A finding is explained by the first one that claims it, unless the two claim each other. */
function fold(findings: readonly Finding[]): readonly Finding[] {
  const explainer = (finding: Finding) =>
    findings.find(
      (other) =>
        other !== finding &&
        other.explains?.includes(finding.code) &&
        !finding.explains?.includes(other.code) &&
        byConfidence(other.confidence, finding.confidence) <= 1,
    );
  const echoed = (finding: Finding) =>
    finding.echoes &&
    findings.find(
      (other) =>
        !other.echoes &&
        (other.cause === finding.cause ||
          (finding.echoes !== true && finding.echoes?.includes(other.cause))) &&
        SEVERITY[other.severity] <= SEVERITY[finding.severity],
    );
  const explained = findings.map((finding) => {
    const by = explainer(finding) || echoed(finding);
    return by ? { ...finding, explained_by: by.code } : finding;
  });
  // A stable partition: reasons keep their order, then what they explain.
  return [...explained.filter((f) => !f.explained_by), ...explained.filter((f) => f.explained_by)];
}
