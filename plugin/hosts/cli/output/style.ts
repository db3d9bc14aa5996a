import picocolors from "picocolors";
import { plainPaint, type Paint } from "../../../core/report/frame/Paint.js";

/** `--no-color` and `NO_COLOR` win over `FORCE_COLOR`, and that over what the stream is (no-color.org). */
export function wantsColours(
  env: Readonly<Record<string, string | undefined>>,
  isTty: boolean,
  args: readonly string[],
): boolean {
  if (args.includes("--no-color") || (env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTty && env["TERM"] !== "dumb";
}

export function paintFor(colours: boolean): Paint {
  if (!colours) return plainPaint;
  const { bold, red, yellow, cyan, blue } = picocolors.createColors(true);
  return {
    error: (text) => bold(red(text)),
    warning: (text) => bold(yellow(text)),
    suggestion: (text) => bold(cyan(text)),
    label: (text) => bold(blue(text)),
    gutter: (text) => bold(blue(text)),
    strong: bold,
  };
}
