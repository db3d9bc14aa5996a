import { Random } from "../generate/Random.js";
import type { Report } from "./Measurement.js";

/** A report of the run with stand-ins, and the package that it is about. */
export interface PackageReport extends Report {
  readonly package: string;
}

/**
 * `size` reports to be read: rule by rule in turn, each time one by chance, so that a rule with few reports is judged
 * too. Equal reports and seeds give equal samples.
 */
export function sampleByRule(
  reports: readonly PackageReport[],
  size: number,
  seed: number,
): readonly PackageReport[] {
  const random = new Random(seed);
  const byRule = new Map<string, PackageReport[]>();
  for (const report of reports.toSorted(byPosition)) {
    const known = byRule.get(report.rule);
    if (known === undefined) byRule.set(report.rule, [report]);
    else known.push(report);
  }
  const strata = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const sample: PackageReport[] = [];
  for (let found = true; found && sample.length < size;) {
    found = false;
    for (const stratum of strata) {
      const [report] = stratum.splice(random.below(stratum.length), 1);
      if (report === undefined || sample.length === size) continue;
      sample.push(report);
      found = true;
    }
  }
  return sample.sort(byPosition);
}

function byPosition(a: PackageReport, b: PackageReport): number {
  const keyOf = (it: PackageReport): string => [it.package, it.file, it.rule, it.subject].join("\0");
  if (a.package === b.package && a.file === b.file) return a.line - b.line || a.column - b.column;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
