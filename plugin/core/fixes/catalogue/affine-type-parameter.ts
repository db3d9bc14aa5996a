import type ts from "typescript";
import type { FixDefinition } from "../Fix.js";
import { importing } from "../editing/imports.js";

/** `declare function kept<T>(value: T): T` to `<T extends Affine>`: its signature then says who owns (T9). */
export const affineTypeParameter: FixDefinition = {
  name: "affine-type-parameter",
  summary: "Declare the type parameter that takes a budget with `extends Affine`",
  rules: ["escape"],
  propose(finding, cx) {
    if (finding.rule !== "escape" || finding.why !== "type-parameter") return null;
    const argument = cx.nodeAt(finding.at);
    if (argument === null) return null;
    const { ownership } = cx.facts.value(argument);
    if (ownership.kind !== "owned" || ownership.form !== "resource") return null;
    const call = argument.parent as ts.CallExpression;
    const index = (call.arguments as readonly ts.Node[] | undefined)?.indexOf(argument) ?? -1;
    const declaredAt = cx.facts.call(call)?.arguments[index]?.declaredAt ?? null;
    const parameter = declaredAt === null ? null : (cx.nodeAt(declaredAt) as ts.ParameterDeclaration | null);
    const taken = parameter?.type === undefined ? null : cx.textOf(parameter.type);
    const typeParameter = parameter?.parent.typeParameters?.find(({ name }) => cx.textOf(name) === taken);
    if (typeParameter === undefined || typeParameter.constraint !== undefined) return null;
    const affine = importing(cx, "Affine", "type");
    const { file, end } = cx.spanOf(typeParameter.name);
    return {
      // Other callers may pass what is not affine.
      applicability: "maybe-incorrect",
      title: `Declare \`${cx.textOf(typeParameter.name)} extends Affine\``,
      edits: [...affine.edits, { at: { file, start: end, end }, text: ` extends ${affine.name}` }],
    };
  },
};
