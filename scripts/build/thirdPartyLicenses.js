// @ts-check
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BuildError } from "./BuildError.js";

/**
 * Bundling a package distributes it, so its licence has to come along.
 *
 * @param {string} root the repository
 * @param {string} dist where the build goes
 * @param {readonly string[]} sources what went into the bundles, from the root
 */
export function writeThirdPartyLicenses(root, dist, sources) {
  const packages = new Set(sources.map(packageDirectory).filter((directory) => directory !== null));
  if (packages.size === 0) return;

  const sections = [...packages].sort().map((directory) => {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(root, directory, "package.json"), "utf8"),
    );
    const file = readdirSync(path.join(root, directory)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new BuildError(`${name} is bundled, but has no licence file to ship`);
    return `${name} ${version} (${license})\n\n${readFileSync(path.join(root, directory, file), "utf8").trim()}\n`;
  });
  const rule = `\n${"-".repeat(80)}\n\n`;
  writeFileSync(
    path.join(dist, "THIRD-PARTY-LICENSES.txt"),
    `What is bundled here contains these packages.${rule}${sections.join(rule)}`,
  );
}

/**
 * @param {string} source a path from the root
 * @returns {string | null} the directory of the installed package it belongs to; null for our own source
 */
function packageDirectory(source) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0] ?? null;
}
