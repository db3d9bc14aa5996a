// @ts-check

const fields = ["title", "owner", "region", "status", "channel", "source", "locale", "comment"];
const amounts = ["price", "weight", "rank", "score", "quota", "size", "age", "load"];

/**
 * What an application is mostly made of: types, a store, transformations, input and output. Uses what it imports.
 *
 * @param {import("../shared/Random.js").Random} random
 * @param {import("./generateProject.js").Module} module
 * @returns {string}
 */
export function plainCode(random, { index: i, hasStore, imports }) {
  const text = random.pick(fields);
  const amount = random.pick(amounts);
  const second = random.pick(amounts.filter((name) => name !== amount));
  const links = imports.map(({ index }) => `  readonly linked${index}: readonly Entry${index}[];\n`).join("");
  const totals = imports
    .map(({ index }) => `    total += summarise${index}(entry.linked${index}).total;\n`)
    .join("");
  const loads = imports
    .map(({ index }) => `    linked${index}: await load${index}(fetchText, \`\${path}/linked${index}\`),\n`)
    .join("");

  return `export interface Entry${i} {
  readonly id: string;
  readonly ${text}: string;
  readonly ${amount}: number;
  readonly ${second}?: number;
  readonly tags: readonly string[];
  readonly kind: "created" | "updated" | "removed";
${links}}

export type Event${i} =
  | { readonly type: "created"; readonly entry: Entry${i} }
  | { readonly type: "renamed"; readonly id: string; readonly ${text}: string }
  | { readonly type: "removed"; readonly id: string; readonly reason?: string };

export interface Summary${i} {
  readonly count: number;
  readonly total: number;
  readonly by${text}: ReadonlyMap<string, readonly Entry${i}[]>;
}

${hasStore ? store(i, text, amount, imports) : ""}export function summarise${i}(entries: readonly Entry${i}[]): Summary${i} {
  const by${text} = new Map<string, Entry${i}[]>();
  let total = 0;
  for (const entry of entries) {
    total += entry.${amount} * (entry.${second} ?? 1);
${totals}    const group = by${text}.get(entry.${text});
    if (group === undefined) by${text}.set(entry.${text}, [entry]);
    else group.push(entry);
  }
  return { count: entries.length, total, by${text} };
}

export function describe${i}({ id, ${text}, tags, ...rest }: Entry${i}): string {
  const parts = [id, ${text}.trim() || "unnamed", ...tags.filter((tag) => tag.length > 0)];
  if (rest.kind === "removed") parts.push("(removed)");
  return parts.map((part, position) => (position === 0 ? part.toUpperCase() : part)).join(" ");
}

export async function load${i}(
  fetchText: (path: string) => Promise<string>,
  path: string,
): Promise<readonly Entry${i}[]> {
  const lines = (await fetchText(path)).split("\\n");
  const results = await Promise.all(lines.map((line, position) => parse${i}(fetchText, path, line, position)));
  return results.filter((entry) => entry !== null);
}

async function parse${i}(
  fetchText: (path: string) => Promise<string>,
  path: string,
  line: string,
  position: number,
): Promise<Entry${i} | null> {
  const [id = "", ${text} = "", ${amount} = "0", ...tags] = line.split(",").map((part) => part.trim());
  if (id === "" || fetchText.length > 1) return null;
  return {
    id: \`\${id}-\${position}\`,
    ${text},
    ${amount}: Number.parseFloat(${amount}),
    tags,
    kind: position % 2 === 0 ? "created" : "updated",
${loads}  };
}
`;
}

/**
 * @param {number} i
 * @param {string} text
 * @param {string} amount
 * @param {readonly import("./generateProject.js").Module[]} imports
 */
function store(i, text, amount, imports) {
  const stores = imports
    .filter(({ hasStore }) => hasStore)
    .map(({ index }) => `  readonly store${index} = new Store${index}([]);\n`)
    .join("");
  return `export class Store${i} {
  readonly #entries = new Map<string, Entry${i}>();
  readonly #listeners = new Set<(event: Event${i}) => void>();
  #version = 0;
${stores}
  constructor(entries: readonly Entry${i}[]) {
    for (const entry of entries) this.#entries.set(entry.id, entry);
  }

  get version(): number {
    return this.#version;
  }

  find(id: string): Entry${i} | undefined {
    return this.#entries.get(id);
  }

  apply(event: Event${i}): boolean {
    switch (event.type) {
      case "created":
        this.#entries.set(event.entry.id, event.entry);
        break;
      case "renamed": {
        const known = this.#entries.get(event.id);
        if (known === undefined) return false;
        this.#entries.set(event.id, { ...known, ${text}: event.${text} });
        break;
      }
      case "removed":
        if (!this.#entries.delete(event.id)) return false;
        break;
    }
    this.#version++;
    for (const listener of this.#listeners) listener(event);
    return true;
  }

  subscribe(listener: (event: Event${i}) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  best(limit: number): readonly Entry${i}[] {
    return [...this.#entries.values()].sort((a, b) => b.${amount} - a.${amount}).slice(0, limit);
  }
}

`;
}
