import { expect, it } from "vitest";
import { useWorkshop } from "./support/CliProject.js";
import { clean, doubleSpend, tsconfig } from "./support/sources.js";

const workshop = useWorkshop();

it("checks again after every change, and survives broken files and settings", async () => {
  const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": clean });
  const cli = project.start("check", "--watch");
  try {
    expect(await cli.until("watching for changes")).toContain("no errors (1 file checked");

    project.write("src/a.ts", doubleSpend);
    expect(await cli.until("watching for changes")).toContain("error[double-spend]");

    project.write("src/a.ts", "export const = 1;\n");
    expect(await cli.until("watching for changes")).toContain("TS1134");

    project.write("src/a.ts", clean);
    expect(await cli.until("watching for changes")).toContain("no errors (1 file checked");

    project.write("tsconfig.json", tsconfig({ plugins: [{ name: "affine-budget", inspekt: [] }] }));
    expect(await cli.until("watching for changes")).toContain("Did you mean `inspect`?");

    project.write("tsconfig.json", tsconfig());
    expect(await cli.until("watching for changes")).toContain("no errors (1 file checked");

    project.write("src/b.ts", doubleSpend);
    expect(await cli.until("watching for changes")).toContain("1 error in 1 file (2 files checked");
  } finally {
    await cli.stop();
  }
});
