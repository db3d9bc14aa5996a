import type ts from "typescript";
import type { Block, Body, FinalizerCopy, Instruction, Loop, Move, Terminal } from "./Body.js";
import type { BlockId, MoveId } from "./ids.js";
import { PlaceTable, type Place } from "./places.js";
import type { MoveReason, Span } from "../findings.js";

/**
 * States forget what is no longer named where a block ends: straight-line code of any length is cut into blocks, or a
 * state would carry every variable of it to its end.
 */
const maxBlockLength = 100;

type OpenBlock = { -readonly [Key in keyof Block]: Block[Key] };

/** Grows the blocks of one body. There is always a current block; after a jump it is one that nothing reaches. */
export class BodyBuilder {
  readonly places = new PlaceTable();
  readonly #blocks: OpenBlock[] = [];
  readonly #moves: Move[] = [];
  readonly #functions = new Map<ts.Node, BlockId[]>();
  #current: OpenBlock;
  /** Where exceptions of the code being lowered go. */
  handler: BlockId | null = null;
  loop: Loop | null = null;
  finalizer: FinalizerCopy | null = null;

  constructor() {
    this.#current = this.#newBlock();
  }

  get current(): BlockId {
    return this.#current.id;
  }

  emit(instruction: Instruction): void {
    if (this.#current.instructions.length >= maxBlockLength) this.split();
    this.#current.instructions.push(instruction);
  }

  move(
    place: Place,
    at: Span,
    reason: MoveReason,
    { loop = this.loop, into = null }: { readonly loop?: Loop | null; readonly into?: Place | null } = {},
  ): Move {
    const elementsOnly = reason.kind === "iteration" || reason.kind === "spread";
    const move: Move = { id: this.#moves.length as MoveId, place, at, reason, loop, into, elementsOnly };
    this.#moves.push(move);
    return move;
  }

  /** A function is made here. */
  makeFunction(node: ts.Node): void {
    const known = this.#functions.get(node);
    if (known === undefined) this.#functions.set(node, [this.current]);
    else known.push(this.current);
  }

  get moveCount(): number {
    return this.#moves.length;
  }

  movesSince(count: number): readonly Move[] {
    return this.#moves.slice(count);
  }

  /** Remembers this point, for an instruction that is known only once more has been lowered. */
  bookmark(): (instruction: Instruction) => void {
    const { instructions } = this.#current;
    const index = instructions.length;
    return (instruction) => {
      instructions.splice(index, 0, instruction);
    };
  }

  /** A block to jump to later; its handler, loop and finalizer are those of when it is entered. */
  reserve(): BlockId {
    return this.#newBlock().id;
  }

  /** Continues in a reserved block; the block before must have been ended. */
  enter(id: BlockId): void {
    const block = this.#blocks[id];
    if (block === undefined) throw new Error(`no reserved block ${String(id)}`);
    block.handler = this.handler;
    block.loop = this.loop;
    block.finalizer = this.finalizer;
    this.#current = block;
  }

  /** Goes on in a new block, so that a change of handler or loop takes effect from here on. */
  split(): void {
    const next = this.reserve();
    this.goto(next);
    this.enter(next);
  }

  goto(target: BlockId, back = false): void {
    this.terminate({ kind: "goto", target, back });
  }

  branch(...targets: readonly BlockId[]): void {
    this.terminate({ kind: "branch", targets });
  }

  /** Ends the current block; what follows is unreachable until `enter`. */
  terminate(terminal: Terminal): void {
    this.#current.terminal = terminal;
    this.#current = this.#newBlock();
  }

  finish(
    name: string,
    node: ts.Node,
    surroundings: Pick<Body, "escape" | "sharesThis" | "sharedRoots" | "capturedPlace">,
  ): Body {
    return {
      name,
      node,
      blocks: this.#blocks,
      entry: 0 as BlockId,
      places: this.places,
      moves: this.#moves,
      functions: this.#functions,
      ...surroundings,
    };
  }

  #newBlock(): OpenBlock {
    const block: OpenBlock = {
      id: this.#blocks.length as BlockId,
      instructions: [],
      terminal: { kind: "unreachable" },
      handler: this.handler,
      loop: this.loop,
      finalizer: this.finalizer,
    };
    this.#blocks.push(block);
    return block;
  }
}
