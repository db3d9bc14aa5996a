import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import type { Check } from "../subject/Checker.js";
import { plant, type Fault } from "./Fault.js";

/** Bundles the checker with a fault planted in it. Returns the name of the file. `root` is the folder of the package. */
export async function bundle(root: string, fault: Fault): Promise<string> {
  const outfile = path.join(root, ".tmp/evaluation/faults", `${slug(fault)}.cjs`);
  const faulty = path.join(root, fault.file);
  const planted: string[] = [];
  await build({
    entryPoints: [path.join(root, "plugin/hosts/typescript/checkSourceFile.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    packages: "external",
    outfile,
    logLevel: "error",
    plugins: [
      {
        name: "fault",
        setup: (esbuild) => {
          esbuild.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
            if (file !== faulty) return null;
            planted.push(file);
            return { contents: plant(fault, await readFile(file, "utf8")), loader: "ts" };
          });
        },
      },
    ],
  });
  if (planted.length === 0)
    throw new Error(`the fault "${fault.name}" is in no part of the checker: ${fault.file}`);
  return outfile;
}

export function loadCheck(bundleFile: string): Check {
  const module = createRequire(import.meta.url)(bundleFile) as { checkSourceFile: Check };
  return module.checkSourceFile;
}

function slug({ name }: Fault): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]+/g, "-")
    .replace(/^-|-$/g, "");
}
