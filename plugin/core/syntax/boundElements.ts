import type ts from "typescript";
import type { Syntax } from "./Syntax.js";

/** Not a hole, which TypeScript 7 makes an element without a name: `const [, rest] = ...`. */
export function isBoundElement(
  { SyntaxKind: K }: Syntax,
  element: ts.ArrayBindingElement,
): element is ts.BindingElement {
  return element.kind === K.BindingElement && (element as { name?: ts.BindingName }).name !== undefined;
}
