// @ts-check
import { fork } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** A tsserver, driven as an editor does. */
export class Server {
  #process;
  #sequence = 0;
  /** @type {Map<number, (body: any) => void>} */
  #waiting = new Map();

  /** @param {string} folder of a project that TypeScript is installed in */
  constructor(folder) {
    const script = path.join(folder, "node_modules/typescript/lib/tsserver.js");
    this.#process = fork(
      script,
      ["--useNodeIpc", "--allowLocalPluginLoads", "--disableAutomaticTypingAcquisition"],
      { cwd: folder, stdio: "ignore" },
    );
    this.#process.on("message", (/** @type {any} */ message) => {
      if (message.type !== "response") return;
      this.#waiting.get(message.request_seq)?.(message);
      this.#waiting.delete(message.request_seq);
    });
  }

  /** @param {string} command @param {object} args a request that is not answered */
  send(command, args) {
    this.#process.send({ seq: ++this.#sequence, type: "request", command, arguments: args });
  }

  /**
   * @param {string} command
   * @param {object} args
   * @returns {Promise<any>} the body of the answer
   */
  async ask(command, args) {
    const answer = new Promise((resolve) => this.#waiting.set(this.#sequence + 1, resolve));
    this.send(command, args);
    const { success, message, body } = await answer;
    if (!success) throw new Error(`${command}: ${message}`);
    return body;
  }

  /** @returns {number} milliseconds of processor time so far; `NaN` where the system does not tell */
  processorTime() {
    const file = `/proc/${this.#process.pid}/stat`;
    if (!existsSync(file)) return NaN;
    // Behind the command, which may have anything in it: user and system time are the 12th and 13th, in hundredths of a second.
    const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  stop() {
    this.#process.kill();
  }
}
