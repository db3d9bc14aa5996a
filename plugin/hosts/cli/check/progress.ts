import path from "node:path";
import type { Terminal } from "../Terminal.js";
import type { OnFile } from "./checkProgram.js";

const QUIET_MS = 1000;
const REDRAW_MS = 100;
const ERASE_LINE = "\r\u001b[K";

export interface Progress {
  readonly onFile: OnFile;
  /** Removes the line, so that output can follow. */
  readonly clear: () => void;
}

/** One line on a terminal's standard error, only when the check takes longer than a second. */
export function progressOn(terminal: Terminal): Progress {
  const started = performance.now();
  let drawnAt: number | null = null;
  return {
    onFile(done, total, fileName) {
      const now = performance.now();
      if (!terminal.errIsTty || now - started < QUIET_MS) return;
      if (drawnAt !== null && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      terminal.err(`${ERASE_LINE}checking ${done + 1} of ${total}: ${path.relative(terminal.cwd, fileName)}`);
    },
    clear() {
      if (drawnAt !== null) terminal.err(ERASE_LINE);
      drawnAt = null;
    },
  };
}
