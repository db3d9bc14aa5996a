import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { checkModule } from "../../scripts/docs/checkModule.js";
import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { codeBlocks } from "./support/codeBlocks.js";

const root = path.resolve(import.meta.dirname, "../..");
/** Inside of the repository, where the SDKs are found. */
const directory = path.join(root, ".tmp/guides");

/** Each guide, and how many requests its example sends: those that are refused are not sent. */
const guides: readonly (readonly [guide: string, requests: number])[] = [
  ["openai", 1],
  ["anthropic", 1],
  ["ai-sdk", 1],
  ["langchain", 1],
  ["openai-agents", 1],
  ["telemetry", 2],
];

describe.each(guides)("docs/%s.md", (guide, requests) => {
  const examples = codeBlocks(readFileSync(path.join(root, `docs/${guide}.md`), "utf8"));
  const source = examples[0]?.source ?? "";
  const server = useModelServer();
  beforeAll(() => {
    vi.stubEnv("OPENAI_API_KEY", "none");
    vi.stubEnv("OPENAI_BASE_URL", `${server.url}/v1`);
    vi.stubEnv("ANTHROPIC_API_KEY", "none");
    vi.stubEnv("ANTHROPIC_BASE_URL", server.url);
    mkdirSync(directory, { recursive: true });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(path.join(directory, `${guide}.ts`), { force: true });
  });

  it("has one example, which compiles and which the checker accepts", () => {
    expect(examples).toHaveLength(1);
    const { typeErrors, findings } = checkModule(source);
    expect(typeErrors).toEqual([]);
    expect(findings.map(({ rule, at }) => `${rule}: ${source.slice(at.start, at.end)}`)).toEqual([]);
  });

  it("prints what it says, with the real client", async () => {
    const printed: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
      printed.push(values.join(" "));
    });
    try {
      const file = path.join(directory, `${guide}.ts`);
      writeFileSync(file, source);
      await import(/* @vite-ignore */ file);
    } finally {
      log.mockRestore();
    }
    const expected = [...source.matchAll(/^\s*\/\/ => (.*)$/gm)].map(([, line]) => line);
    expect(expected.length).toBeGreaterThan(2);
    expect(printed.join("\n").split("\n")).toEqual(expected);
    expect(server.requests).toHaveLength(requests);
  });
});
