// @ts-check

/**
 * Code that spends budgets as an agent does, and passes the checker: loops, splits, branches, closures, a class.
 *
 * @param {import("../shared/Random.js").Random} random
 * @param {import("./generateProject.js").Module} module
 * @returns {string}
 */
export function budgetCode(random, { index: i, imports }) {
  const price = 1 + random.below(50);
  const delegates = imports.filter(({ holdsBudgets }) => holdsBudgets);
  const delegations = delegates
    .map(
      ({ index }) => `  if (rest.covers(${price * 10})) {
    const [part${index}, left${index}] = rest.split(${price * 10});
    rest = left${index}.merge(await answer${index}(part${index}, [], callModel));
  }
`,
    )
    .join("");

  return `
type Model${i} = (prompt: string) => Promise<{ readonly text: string; readonly tokens: number }>;

function affordable${i}(budget: Borrowed<Budget>, entries: readonly Entry${i}[]): readonly Entry${i}[] {
  return entries.filter((entry) => budget.covers(describe${i}(entry).length * ${price}));
}

export async function answer${i}(
  budget: Budget,
  entries: readonly Entry${i}[],
  callModel: Model${i},
): Promise<Budget> {
  let rest = budget;
  for (const entry of affordable${i}(rest, entries)) {
    if (!rest.covers(${price})) break;
    rest = rest.spend(${price});
    const { text, tokens } = await callModel(describe${i}(entry));
    if (text === "" || !rest.covers(tokens)) continue;
    rest = rest.spend(tokens);
  }
${delegations}  return rest;
}

export async function fanOut${i}(
  budget: Budget,
  left: readonly Entry${i}[],
  right: readonly Entry${i}[],
  callModel: Model${i},
): Promise<Budget> {
  const [first, second] = budget.split(budget.remaining >> 1);
  const [a, b] = await Promise.all([answer${i}(first, left, callModel), answer${i}(second, right, callModel)]);
  return a.merge(b);
}

export class Agent${i} {
  #budget: Budget;
  readonly #model: Model${i};

  constructor(budget: Budget, model: Model${i}) {
    this.#budget = budget;
    this.#model = model;
  }

  get remaining(): number {
    return this.#budget.remaining;
  }

  async ask(prompt: string): Promise<string> {
    if (!this.#budget.covers(${price})) return "";
    this.#budget = this.#budget.spend(${price});
    const { text } = await this.#model(prompt);
    return text;
  }

  refill(more: Budget): void {
    this.#budget = this.#budget.merge(more);
  }
}
`;
}
