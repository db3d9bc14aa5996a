import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { reportsIn, type TestProject } from "../TestProject.js";

const roundEnd = /Watching for file changes\.\s*/;

/** A compiler in watch mode, ended when it is disposed of. */
export class WatchedRun implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<unknown>;
  #unread = "";
  #wake: () => void = () => undefined;

  constructor(project: TestProject, ...args: readonly string[]) {
    const command = project.tspcCommand(...args, "--preserveWatchOutput");
    this.#child = spawn(command.file, command.args, {
      ...command.options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const take = (chunk: string): void => {
      this.#unread += chunk;
      this.#wake();
    };
    this.#child.stdout.setEncoding("utf8").on("data", take);
    this.#child.stderr.setEncoding("utf8").on("data", take);
    this.#ended = new Promise((resolve) => this.#child.once("close", resolve));
    void this.#ended.then(() => this.#wake());
  }

  /** The reports of the next round of compilation, once it is complete. */
  async round(): Promise<readonly string[]> {
    for (;;) {
      const end = roundEnd.exec(this.#unread);
      if (end !== null) {
        const output = this.#unread.slice(0, end.index);
        this.#unread = this.#unread.slice(end.index + end[0].length);
        // Build mode announces that it is watching before it has begun to: what changes in between is never seen.
        await setTimeout(500);
        return reportsIn(output);
      }
      if (this.#child.exitCode !== null) throw new Error(`the compiler ended:\n${this.#unread}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
    await this.#ended;
  }
}
