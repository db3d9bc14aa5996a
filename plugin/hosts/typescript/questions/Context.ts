import type ts from "typescript";
import type { TypeClassifier } from "../classifyType.js";
import type { NodeTypes } from "./nodeTypes.js";

/** What every answer about one file is made of. */
export interface Context {
  readonly typescript: typeof ts;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly types: TypeClassifier;
  readonly nodes: NodeTypes;
}
