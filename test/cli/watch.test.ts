import { it } from "vitest";
import { useWorkshop } from "./support/CliProject.js";
import { clean, doubleSpend, tsconfig } from "./support/sources.js";

const workshop = useWorkshop();

it.each(["typescript", "ts70"] as const)(
  "checks again after every change, and survives broken files and settings: with %s",
  async (typescript) => {
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": clean }, typescript);
    const cli = project.start("check", "--watch");
    // The text itself is waited for: a change may lead to two rounds.
    const round = async (text: string): Promise<void> => {
      await cli.until(text);
      await cli.until("watching for changes");
    };
    try {
      await round("no errors (1 file checked");

      project.write("src/a.ts", doubleSpend);
      await round("error[double-spend]");

      project.write("src/a.ts", "export const = 1;\n");
      await round("TS1134");

      project.write("src/a.ts", clean);
      await round("no errors (1 file checked");

      project.write("tsconfig.json", tsconfig({ plugins: [{ name: "affine-budget", inspekt: [] }] }));
      await round("Did you mean `inspect`?");

      project.write("tsconfig.json", tsconfig());
      await round("no errors (1 file checked");

      project.write("src/b.ts", doubleSpend);
      await round("1 error in 1 file (2 files checked");
    } finally {
      await cli.stop();
    }
  },
);
