import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { NativeApiModule, NativeAstModule, NativeModules } from "./NativeApi.js";

/**
 * The modules of TypeScript 7's API, from the package with this manifest. 7.0 has them below `unstable/`, 7.1 has not.
 * Throws where the package has no API.
 */
export async function loadNativeModules(manifest: string): Promise<NativeModules> {
  const { name, version, exports } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly name: string;
    readonly version: string;
    readonly exports?: Readonly<Record<string, unknown>>;
  };
  const folder = exports !== undefined && "./sync" in exports ? "" : "unstable/";
  const require = createRequire(manifest);
  // By the package's own name, which means itself from within, whatever it is installed as.
  const load = (part: string): Promise<unknown> =>
    import(pathToFileURL(require.resolve(`${name}/${folder}${part}`)).href);
  const [api, ast, fs] = await Promise.all([load("sync"), load("ast"), load("fs")]);
  const { serverFS } = fs as { readonly serverFS?: { readonly useOS: unknown } };
  return {
    version,
    api: api as NativeApiModule,
    ast: ast as NativeAstModule,
    ...(serverFS && { useOS: serverFS.useOS }),
  };
}
