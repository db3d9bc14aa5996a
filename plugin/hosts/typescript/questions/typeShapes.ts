import type ts from "typescript";

/** `null`, `undefined` or `never`. */
export function isNothing({ TypeFlags }: typeof ts, type: ts.Type): boolean {
  return isOnly(type, TypeFlags.Null | TypeFlags.Undefined | TypeFlags.Never);
}

export function isPrimitive({ TypeFlags }: typeof ts, type: ts.Type): boolean {
  return isOnly(
    type,
    TypeFlags.NumberLike |
      TypeFlags.StringLike |
      TypeFlags.BooleanLike |
      TypeFlags.BigIntLike |
      TypeFlags.Null |
      TypeFlags.Undefined,
  );
}

function isOnly(type: ts.Type, flags: ts.TypeFlags): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.every((member) => (member.flags & flags) !== 0);
}
