import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { reportsIn, type TestProject } from "../TestProject.js";

const roundEnd = /Watching for file changes\.\s*/;
/** Milliseconds in which a compiler has begun to say something about a change, on a busy machine too. */
const patience = 5_000;

/** A compiler in watch mode, ended when it is disposed of. */
export class WatchedRun implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<unknown>;
  #unread = "";

  constructor(project: TestProject, ...args: readonly string[]) {
    const command = project.tspcCommand(...args, "--preserveWatchOutput");
    this.#child = spawn(command.file, command.args, {
      ...command.options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const take = (chunk: string): void => {
      this.#unread += chunk;
    };
    this.#child.stdout.setEncoding("utf8").on("data", take);
    this.#child.stderr.setEncoding("utf8").on("data", take);
    this.#ended = new Promise((resolve) => this.#child.once("close", resolve));
  }

  /** The reports of the first round of compilation. */
  async firstRound(): Promise<readonly string[]> {
    for (;;) {
      const reports = await this.#nextRound();
      if (reports !== null) return reports;
    }
  }

  /**
   * The reports after a change: those that are expected as soon as a round has them, others once it is quiet. The
   * change is made again while nothing happens, for build mode announces that it is watching before it has begun to,
   * and what changes in between is never seen. A round that had begun before the change is none of those that count.
   */
  async after(change: () => void, expected: readonly string[]): Promise<readonly string[]> {
    let last: readonly string[] | null = null;
    while (last === null) {
      change();
      for (;;) {
        const reports = await this.#nextRound();
        if (reports === null) break;
        last = reports;
        if (isDeepStrictEqual(reports, expected)) break;
      }
    }
    return last;
  }

  /** `null` if none has begun in time. */
  async #nextRound(): Promise<readonly string[] | null> {
    const deadline = Date.now() + patience;
    for (;;) {
      const end = roundEnd.exec(this.#unread);
      if (end !== null) {
        const output = this.#unread.slice(0, end.index);
        this.#unread = this.#unread.slice(end.index + end[0].length);
        return reportsIn(output);
      }
      if (this.#child.exitCode !== null) throw new Error(`the compiler ended:\n${this.#unread}`);
      if (this.#unread === "" && Date.now() > deadline) return null;
      await setTimeout(20);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
    await this.#ended;
  }
}
