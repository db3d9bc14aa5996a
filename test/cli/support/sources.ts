/** A tsconfig under which the package resolves; `extra` goes into its compiler options. */
export function tsconfig(extra: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    compilerOptions: {
      strict: true,
      target: "es2022",
      // Without the types of browsers: reading them takes longer than all else in such a small project.
      lib: ["es2023", "esnext.disposable"],
      module: "nodenext",
      types: [],
      ...extra,
    },
    include: ["src"],
  });
}

export const clean = `import type { Budget } from "affine-budget";

export function finish(budget: Budget): number {
  return budget.close();
}
`;

export const doubleSpend = `import type { Budget } from "affine-budget";

export function finish(budget: Budget): number {
  const left = budget.close();
  return left + budget.close();
}
`;
