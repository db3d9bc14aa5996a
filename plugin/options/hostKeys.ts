/** Keys of a tsconfig plugin entry that belong to ts-patch or tsserver; they are none of the check's options. */
export const hostKeys: readonly string[] = [
  "name",
  "transform",
  "transformProgram",
  "import",
  "type",
  "after",
  "afterDeclarations",
  "tsConfig",
  "resolvePathAliases",
  "isEsm",
  "global",
];
