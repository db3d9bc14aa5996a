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

/** A class, interface, array or tuple type with its type arguments. */
export function isTypeReference(
  { TypeFlags, ObjectFlags }: typeof ts,
  type: ts.Type,
): type is ts.TypeReference {
  return (
    (type.flags & TypeFlags.Object) !== 0 &&
    ((type as ts.ObjectType).objectFlags & ObjectFlags.Reference) !== 0
  );
}

export function isRestParameter(typescript: typeof ts, { valueDeclaration }: ts.Symbol): boolean {
  return (
    valueDeclaration !== undefined &&
    typescript.isParameter(valueDeclaration) &&
    valueDeclaration.dotDotDotToken !== undefined
  );
}

function isOnly(type: ts.Type, flags: ts.TypeFlags): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.every((member) => (member.flags & flags) !== 0);
}
