import type { Stmt } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";
import { someBorrow, someFlag, someRebinding, someTask, someVariable } from "./bindings.js";
import { someIf, someSwitch, someTry } from "./branches.js";
import { someEffect } from "./effects.js";
import { someCallback, someFunction } from "./functions.js";
import { someJump } from "./jumps.js";
import { someIteration, someLoop } from "./loops.js";
import { somePatternStatement } from "./patterns.js";
import { someStatements } from "./statementLists.js";
import { someValue } from "./values.js";

export function someStatement(draft: Draft, depth: number): Stmt {
  draft.left--;
  const nested = depth < 4 && draft.left > 0 ? 1 : 0;
  const jumps = draft.targets.length > 0 ? 1 : 0;
  const id = draft.newId();
  switch (
    draft.random.weighted({
      declare: 12,
      effect: 40,
      pattern: 7,
      if: 12 * nested,
      loop: 11 * nested,
      switch: 4 * nested,
      try: 8 * nested,
      block: 3 * nested,
      iterate: draft.when("containers", 14 * nested),
      function: draft.when("functions", 12 * nested),
      callback: draft.when("functions", 7 * nested),
      borrow: draft.when("borrows", 12),
      rebind: draft.scope.ownBorrows.length > 0 ? 4 : 0,
      task: draft.isAsync ? 5 : 0,
      flag: draft.when("flags", 4),
      jump: 10 * jumps,
      return: depth > 0 ? 3 : 0.5,
      throw: depth > 0 ? 2 : 0.3,
    })
  ) {
    case "declare":
      return someVariable(draft);
    case "effect":
      return { kind: "expression", value: someEffect(draft, 2) };
    case "pattern":
      return somePatternStatement(draft);
    case "if":
      return someIf(draft, depth);
    case "loop":
      return someLoop(draft, depth, id);
    case "switch":
      return someSwitch(draft, depth, id);
    case "try":
      return someTry(draft, depth);
    case "block":
      return { kind: "block", id, body: someStatements(draft, depth + 1, [{ id, kind: "block" }]) };
    case "iterate":
      return someIteration(draft, depth, id);
    case "function":
      return someFunction(draft, depth);
    case "callback":
      return someCallback(draft, depth);
    case "borrow":
      return someBorrow(draft);
    case "rebind":
      return someRebinding(draft);
    case "task":
      return someTask(draft);
    case "flag":
      return someFlag(draft);
    case "jump":
      return someJump(draft);
    case "return":
      return {
        kind: "return",
        value: !draft.isLocal && draft.random.chance(0.5) ? someValue(draft, "budget", 1) : null,
      };
    case "throw":
      return { kind: "throw" };
  }
}
