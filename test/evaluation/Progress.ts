/** How far a long run has come: one line that renews itself in a terminal, else a line now and then, beside the results. */
export class Progress {
  readonly #of: number;
  readonly #started = performance.now();
  #shown = performance.now();

  constructor(of: number) {
    this.#of = of;
  }

  show(done: number, more: string): void {
    const now = performance.now();
    const seconds = Math.round((now - this.#started) / 1000);
    const text = `${done} of ${this.#of}, ${more}, ${seconds} s`;
    if (process.stderr.isTTY) process.stderr.write(`\r${text} `);
    else if (now - this.#shown > secondsBetween * 1000) {
      process.stderr.write(`${text}\n`);
      this.#shown = now;
    }
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }
}

const secondsBetween = 30;
