import type { MoveReason, Span } from "../findings.js";
import type { Balance } from "./Balance.js";
import {
  type Block,
  type Body,
  type Held,
  type Instruction,
  type Invoke,
  type Loan,
  type Move,
  type Task,
} from "./Body.js";
import { blockOf, edgesOf, type Edge } from "./edges.js";
import type { Place } from "./places.js";
import { placeNames } from "./printPlaces.js";
import { reversePostorder } from "./reversePostorder.js";

export interface PrintOptions {
  /** A position as text, `line:column`. */
  readonly locate: (span: Span) => string;
  /** What more there is to say about a block: lines before its first and after its last instruction. */
  readonly notes?: (block: Block) => {
    readonly before: readonly string[];
    readonly after: readonly string[];
  };
}

const commentColumn = 56;

/**
 * A body as text, for people who work on the checker or wonder at a report:
 *
 *     bb3 (loop 4:3):                                     // while (cond())
 *       m0: move b, argument b of take                    // 4:25
 *       call this call of `take`, throws, reenters        // 4:20
 *       goto bb2 [back]
 *       on exception bb7
 *
 * Blocks that control can reach, in reverse postorder. An edge is `normal` where nothing else is said.
 */
export function printBody(body: Body, { locate, notes }: PrintOptions): string {
  const print = new Printer(placeNames(body), locate);
  const lines = reversePostorder(body).flatMap((id) => {
    const block = blockOf(body, id);
    const { before, after } = notes?.(block) ?? { before: [], after: [] };
    return [
      ...[print.header(body, block), ...before.map((line) => `  ${line}`)],
      ...block.instructions.map((instruction) => `  ${print.instruction(instruction)}`),
      ...print.exits(body, block).map((line) => `  ${line}`),
      ...after.map((line) => `  ${line}`),
    ];
  });
  return `${lines.join("\n")}\n`;
}

class Printer {
  constructor(
    private readonly name: (place: Place) => string,
    private readonly locate: (span: Span) => string,
  ) {}

  header(body: Body, { id, loop, finalizer }: Block): string {
    const about = [
      ...(id === body.entry ? ["entry"] : []),
      ...(loop === null
        ? []
        : [loop.repeatedBy === null ? `loop ${this.locate(loop.at)}` : `repeated by ${loop.repeatedBy}`]),
      ...(finalizer === null ? [] : [`finalizer for ${finalizer.completion}`]),
    ];
    return `bb${String(id)}${about.length === 0 ? "" : ` (${about.join(", ")})`}:`;
  }

  exits(body: Body, block: Block): readonly string[] {
    const edges = edgesOf(body, block);
    const { terminal } = block;
    const jumps = terminal.kind === "goto" ? 1 : terminal.kind === "branch" ? terminal.targets.length : 0;
    const targets = edges.slice(0, jumps).map(target).join(", ");
    return [
      targets === "" ? terminal.kind : `${terminal.kind} ${targets}`,
      ...edges.slice(jumps).map((edge) => `on ${edge.kind} bb${String(edge.to)}`),
    ];
  }

  instruction(instruction: Instruction): string {
    const text = this.#text(instruction);
    const at = spanOf(instruction);
    return at === null ? text : `${text.padEnd(commentColumn)} // ${this.locate(at)}`;
  }

  #text(it: Instruction): string {
    const { name } = this;
    switch (it.op) {
      case "borrow":
        return words(
          it.presence ? "test" : "borrow",
          name(it.place),
          it.verb === "borrowed" ? "" : `(${it.verb})`,
        );
      case "move":
        return phrases(
          this.#move(it.move),
          it.move.into === null ? "" : `into ${name(it.move.into)}`,
          it.interrupted === null ? "" : `interrupted by ${it.interrupted.what}`,
        );
      case "lend":
        return `lend ${this.#loans(it.loans, it.holders)} to ${name(it.holder)}`;
      case "invoke":
        return phrases(
          `invoke ${closureName(it)}, ${it.mode}`,
          it.handles === null ? "" : `after ${this.#held(it.handles)}`,
        );
      case "start":
        return `start ${this.#task(it.task)}, which looks at ${this.#loans(it.loans, it.holders)}`;
      case "keep":
        return `keep ${this.#held(it.held)} in ${name(it.keeper)}${it.replaces ? "" : ", beside what it has"}`;
      case "handle-failure":
        return `handle failure of ${this.#held(it.held)}`;
      case "settle":
        return phrases(
          `settle ${this.#held(it.held)}`,
          it.walk === null ? "" : `of ${this.#held(it.walk.since)}`,
          it.walk === null || it.walk.round === null ? "" : `unless ${this.#task(it.walk.round)} runs`,
        );
      case "end-loan":
        return phrases(
          `end loan of ${this.#loans(it.loans, it.holders)}`,
          it.holder === null ? "" : `held by ${name(it.holder)}`,
        );
      case "store":
      case "declare":
      case "only-borrows":
      case "empty":
      case "disturb":
      case "absent":
        return `${it.op} ${name(it.place)}`;
      case "hold":
        return phrases(
          `hold ${name(it.place)}`,
          it.linear.length === 0 ? "" : `to resolve: ${it.linear.map(name).join(", ")}`,
        );
      case "exit":
        return "exit";
      case "withdraw":
        return `withdraw ${it.amounts.join(", ")} from ${this.#balance(it.from)}`;
      case "merge":
        return `merge ${this.#balance(it.sum)}`;
      case "set-balance":
        return `balance of ${name(it.place)} is ${this.#balance(it.balance)}`;
      case "assume-balance":
        return `assume ${String(it.atLeast)} <= balance of ${name(it.place)} <= ${String(it.atMost)}`;
      case "call":
        return phrases(
          it.what,
          it.throws ? "throws" : "",
          it.reenters ? "reenters" : "",
          it.restores.length === 0 ? "" : `a throw restores ${it.restores.map(moveName).join(", ")}`,
          it.pending.length === 0 ? "" : `and ${it.pending.map(moveName).join(", ")}`,
          it.settles === null ? "" : `settles ${this.#held(it.settles)}`,
        );
      case "report":
        return `report ${it.finding.rule}`;
    }
  }

  #move(move: Move): string {
    return `${moveName(move)}: move ${this.name(move.place)}, ${reasonText(move.reason)}`;
  }

  #loans(loans: readonly Loan[], holders: readonly Place[]): string {
    const all = [
      ...loans.map(({ place }) => this.name(place)),
      ...holders.map((each) => `what ${this.name(each)} holds`),
    ];
    return all.length === 0 ? "nothing" : all.join(", ");
  }

  #task({ at, older }: Task): string {
    return `${older === null ? "older tasks" : "task"} of ${this.locate(at)}`;
  }

  #held({ tasks, keepers }: Held): string {
    const all = [
      ...tasks.map((task) => this.#task(task)),
      ...keepers.map((each) => `what ${this.name(each)} keeps`),
    ];
    return all.length === 0 ? "nothing" : all.join(", ");
  }

  #balance(balance: Balance): string {
    switch (balance.kind) {
      case "of":
        return `balance of ${this.name(balance.place)}`;
      case "exactly":
        return String(balance.amount);
      case "at-most":
        return `at most ${String(balance.amount)}`;
      case "after":
        return `${this.#balance(balance.balance)} less ${String(balance.amount ?? "some")}`;
      case "sum":
        return phrases(
          `${this.#balance(balance.left)} and ${this.#balance(balance.right)}`,
          balance.max === null ? "" : `at most ${String(balance.max)}`,
        );
      case "unknown":
        return "unknown";
    }
  }
}

export function moveName({ id }: Pick<Move, "id">): string {
  return `m${String(id)}`;
}

function target({ kind, to }: Edge): string {
  return kind === "normal" ? `bb${String(to)}` : `bb${String(to)} [${kind}]`;
}

function closureName({ closure }: Invoke): string {
  return closure.name === "" ? "an anonymous function" : closure.name;
}

function spanOf(instruction: Instruction): Span | null {
  switch (instruction.op) {
    case "move":
      return instruction.move.at;
    case "report":
      return instruction.finding.at;
    case "end-loan":
      return instruction.call;
    case "start":
      return instruction.task.at;
    default:
      return "at" in instruction ? instruction.at : null;
  }
}

function reasonText(reason: MoveReason): string {
  switch (reason.kind) {
    case "binding":
    case "property":
      return `${reason.kind} ${reason.name}`;
    case "assignment":
      return `assignment to ${reason.target}`;
    case "receiver":
      return `receiver of ${reason.method}`;
    case "consumed-argument":
      return `argument ${reason.parameter} of ${reason.method}`;
    case "argument":
      return `argument ${reason.parameter} of ${reason.callee}`;
    case "capture":
      return `captured by ${reason.closure === "" ? "an anonymous function" : reason.closure}`;
    case "element":
    case "spread":
    case "return":
    case "throw":
    case "yield":
    case "await":
    case "iteration":
      return reason.kind;
  }
}

/** Joins what is not empty. */
function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

function phrases(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}
