import { describe, expect, it } from "vitest";
import { useWorkshop } from "./support/CliProject.js";
import { clean, doubleSpend, tsconfig } from "./support/sources.js";

const workshop = useWorkshop();

const slips = `import type { Budget } from "affine-budget";

function report(budget: Budget): string {
  return \`\${budget.remaining} left\`;
}

export function charge(budget: Budget): number {
  budget.spend(10);
  budget.spend(20);
  console.log(report(budget));
  return budget.close();
}
`;

const mended = `import type { Budget, Borrowed } from "affine-budget";

function report(budget: Borrowed<Budget>): string {
  return \`\${budget.remaining} left\`;
}

export function charge(budget: Budget): number {
  budget = budget.spend(10);
  budget = budget.spend(20);
  console.log(report(budget));
  return budget.close();
}
`;

describe("affine-budget check --fix", () => {
  it.each(["typescript", "ts70", "ts71"] as const)(
    "mends what is surely meant, says what it did, and reports what is left: with %s",
    (compiler) => {
      const files = {
        "tsconfig.json": tsconfig(),
        "src/a.ts": slips,
        "src/b.ts": doubleSpend,
        "src/c.ts": clean,
      };
      const project = workshop.project(files, compiler);
      const { exitCode, stdout, stderr } = project.run("check", "--fix");
      expect(stderr).toBe("fixed src/a.ts: assign-result-back (2), borrow-parameter\n");
      expect(project.read("src/a.ts")).toBe(mended);
      expect(project.read("src/b.ts")).toBe(doubleSpend);
      expect(stdout).toContain("error[double-spend]");
      expect(stdout).toContain("1 error in 1 file");
      expect(exitCode).toBe(1);
    },
  );

  it("keeps line endings and the byte order mark", () => {
    const windows = (text: string): string => `\ufeff${text.replaceAll("\n", "\r\n")}`;
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": windows(slips) }, "ts70");
    expect(project.run("check", "--fix").exitCode).toBe(0);
    expect(project.read("src/a.ts")).toBe(windows(mended));
  });

  it("leaves suppressed reports alone", () => {
    const suppressed = slips.replace("  return budget.close();", "  // @ts-ignore\n  return budget.close();");
    const only = suppressed
      .replace("  budget.spend(20);\n", "")
      .replace("  console.log(report(budget));\n", "");
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": only });
    expect(project.run("check", "--fix").stderr).toBe("");
    expect(project.read("src/a.ts")).toBe(only);
  });

  it("applies no fix that tsc does not accept, and the others all the same", () => {
    // What `spend` returns has no label.
    const labelled = `import type { Budget } from "affine-budget";

declare function open(): Budget & { readonly label: string };

export function charge(): number {
  const budget = open();
  budget.spend(10);
  return budget.close();
}
`;
    const slip = slips.slice(slips.indexOf("export")).replace("console.log(report(budget));", "");
    const both = `${labelled}\n${slip.replace("charge", "other")}`;
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": both }, "ts71");
    expect(project.run("check", "--fix").stderr).toBe("fixed src/a.ts: assign-result-back (2)\n");
    expect(project.read("src/a.ts")).toBe(
      both.replace(
        "  budget.spend(10);\n  budget.spend(20);",
        "  budget = budget.spend(10);\n  budget = budget.spend(20);",
      ),
    );
  });

  it("prints a diff with --dry-run, and changes nothing", () => {
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": slips }, "ts70");
    const { exitCode, stdout, stderr } = project.run("check", "--fix", "--dry-run");
    expect(stdout).toContain("--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,12 +1,12 @@");
    expect(stdout).toContain("-  budget.spend(10);\n-  budget.spend(20);\n+  budget = budget.spend(10);\n");
    expect(stderr).toBe("would fix src/a.ts: assign-result-back (2), borrow-parameter\n");
    expect(exitCode).toBe(1);
    expect(project.read("src/a.ts")).toBe(slips);
  });

  it.each([
    [["--dry-run"], "--dry-run says what --fix would do: give both"],
    [["--fix", "--watch"], "--fix and --watch exclude each other"],
  ])("refuses %s", (args, message) => {
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": clean });
    const { exitCode, stderr } = project.run("check", ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
