import type ts from "typescript";
import type { Facts } from "../facts/Facts.js";
import type { FileScan } from "../facts/scanFile.js";
import type { Finding } from "../findings.js";
import type { Syntax } from "../syntax/Syntax.js";

/** B6: a function may not own what its callers, by the type that they know it by, only lend. */
export function checkSignatures(syntax: Syntax, scan: FileScan, facts: Facts): readonly Finding[] {
  return [...facts.signatures].map(([node, { parameter, problem, target }]) => {
    const { name } = node as { name?: ts.Node };
    const at = name ?? node;
    return {
      rule: "ownership-mismatch",
      at: { file: scan.file.fileName, start: syntax.startOf(at), end: at.end },
      subject: syntax.textOf(at).split("\n", 1)[0] ?? "",
      parameter,
      problem,
      target,
      labels: [],
    };
  });
}
