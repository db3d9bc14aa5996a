// @ts-check
import { budgetCode } from "./budgetCode.js";
import { Random } from "../shared/Random.js";
import { plainCode } from "./plainCode.js";

/**
 * A module of the project. A module depends on earlier ones only, those of its own area by path, others by path or over
 * the area's barrel.
 *
 * @typedef {object} Module
 * @property {number} index
 * @property {number} area
 * @property {boolean} holdsBudgets
 * @property {boolean} hasStore
 * @property {readonly Module[]} imports
 */

const filesPerArea = 50;
/** Imports of another area that go to its barrel, which makes the importer depend on every file there. */
const overBarrel = 0.5;
const storeShare = 0.3;

/**
 * The files of a project of some 100 lines each, by path below `src`: modules, and a barrel for each area.
 *
 * @param {{ readonly files: number, readonly budgetShare: number, readonly seed: number }} size
 * @returns {Map<string, string>}
 */
export function generateProject({ files, budgetShare, seed }) {
  const random = new Random(seed);
  const areas = Math.ceil(files / filesPerArea);
  /** @type {Module[]} */
  const modules = [];
  for (let index = 0; index < files - areas; index++) {
    const area = Math.floor(index / (filesPerArea - 1));
    const near = modules.filter((module) => module.area === area);
    const imports = new Set();
    for (let n = random.below(4); n > 0 && near.length > 0; n--) imports.add(random.pick(near));
    for (let n = random.below(3); n > 0 && modules.length > 0; n--) imports.add(random.pick(modules));
    modules.push({
      index,
      area,
      holdsBudgets: random.next() < budgetShare,
      hasStore: random.next() < storeShare,
      imports: [...imports],
    });
  }

  const texts = new Map();
  for (const module of modules) {
    const lines = module.imports.map((imported) => importOf(random, module, imported));
    if (module.holdsBudgets) lines.unshift('import type { Borrowed, Budget } from "affine-budget";');
    const code = [plainCode(random, module), ...(module.holdsBudgets ? [budgetCode(random, module)] : [])];
    texts.set(`area${module.area}/module${module.index}.ts`, `${lines.join("\n")}\n\n${code.join("\n")}`);
  }
  for (let area = 0; area < areas; area++) {
    const lines = modules
      .filter((module) => module.area === area)
      .map(({ index }) => `export * from "./module${index}.js";\n`);
    texts.set(`area${area}/index.ts`, lines.join("") || "export {};\n");
  }
  return texts;
}

/**
 * @param {Random} random
 * @param {Module} from
 * @param {Module} to
 */
function importOf(random, from, to) {
  const { index } = to;
  const names = [`type Entry${index}`, `summarise${index}`, `load${index}`];
  if (to.hasStore) names.push(`Store${index}`);
  if (from.holdsBudgets && to.holdsBudgets) names.push(`answer${index}`);
  const near = from.area === to.area;
  const path = near
    ? `./module${index}.js`
    : random.next() < overBarrel
      ? `../area${to.area}/index.js`
      : `../area${to.area}/module${index}.js`;
  return `import { ${names.join(", ")} } from "${path}";`;
}
