import { describe, expect, it } from "vitest";
import { rules } from "../../plugin/core/catalogue/index.js";
import { useWorkshop } from "./support/CliProject.js";

const workshop = useWorkshop();

describe("affine-budget explain", () => {
  it("shows the page of a rule, by name or code, however a report writes it", () => {
    const project = workshop.project({});
    const page = project.run("explain", "double-spend");
    expect(page.exitCode).toBe(0);
    expect(page.stdout).toMatch(/^double-spend \(71002\)\n\nA value is consumed again/);
    expect(page.stdout).toContain("    return budget.spend(20);".padStart(0));
    expect(page.stdout).not.toContain("```");
    for (const name of ["71002", "TS71002", "Double-Spend", "[double-spend]", "error[double-spend]"]) {
      expect(project.run("explain", name)).toEqual(page);
    }
  });

  it("lists all rules without an argument", () => {
    const { exitCode, stdout } = workshop.project({}).run("explain");
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/\s+/).slice(0, 2)),
    ).toEqual(rules.map(({ code, name }) => [String(code), name]));
  });

  it("suggests the rule that was meant", () => {
    const { exitCode, stdout, stderr } = workshop.project({}).run("explain", "double-spent");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain('unknown rule "double-spent"; did you mean "double-spend"?');
  });
});
