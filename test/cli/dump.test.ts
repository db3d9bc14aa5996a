import { describe, expect, it } from "vitest";
import { useWorkshop } from "./support/CliProject.js";
import { clean, doubleSpend, tsconfig } from "./support/sources.js";

const workshop = useWorkshop();

describe("affine-budget dump", () => {
  it.each(["typescript", "ts70"] as const)(
    "prints the functions that hold something owned, and with --states what may have been moved: with %s",
    (compiler) => {
      const source = `${doubleSpend}\nexport function plain(n: number): number { return n + 1; }\n`;
      const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": source }, compiler);
      const { exitCode, stdout, stderr } = project.run("dump", "src/a.ts", "--states");
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toMatch(/^`finish` at 3:1\nbb0 \(entry\):\n {2}in: {2}nothing moved or lent\n/);
      expect(stdout).toMatch(/^ {2}m0: move budget, receiver of close +\/\/ 4:16$/m);
      expect(stdout).toMatch(/^ {2}out: moved: budget by m1$/m);
      expect(stdout).not.toContain("plain");
    },
  );

  it("prints the function that is asked for, whatever it holds, or says which ones there are", () => {
    const files = {
      "tsconfig.json": tsconfig(),
      "src/a.ts": `${clean}\nexport function plain(n: number): number { return n > 1 ? n : plain(n + 1); }\n`,
    };
    const project = workshop.project(files, "ts71");
    const plain = project.run("dump", "src/a.ts", "--function", "plain");
    expect(plain).toMatchObject({ exitCode: 0, stderr: "" });
    expect(plain.stdout).toMatch(/^`plain` at 7:1\n/);
    expect(plain.stdout).not.toContain("`finish` at");
    const absent = project.run("dump", "src/a.ts", "-f", "fnish");
    expect(absent).toMatchObject({ exitCode: 2, stdout: "" });
    expect(absent.stderr).toContain("src/a.ts has no function `fnish`; it has `finish`, `plain`");
  });

  it("cannot run without a file of the project", () => {
    const project = workshop.project(
      { "tsconfig.json": tsconfig(), "src/a.ts": clean, "other.ts": clean },
      "ts70",
    );
    expect(project.run("dump").stderr).toContain("no file named");
    expect(project.run("dump", "other.ts")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("other.ts is no file of the project"),
    });
  });
});
