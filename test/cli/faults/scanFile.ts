import { scanFile as real } from "../../../plugin/core/facts/scanFile.js";

/** The scan, with a fault: it fails on every file named `explode.ts`. */
export const scanFile: typeof real = (syntax, file, ...rest) => {
  if (file.fileName.endsWith("/explode.ts")) throw new Error("bang");
  return real(syntax, file, ...rest);
};
