import type { Program } from "../syntax.js";
import { printBlock, printParameters } from "./printStatement.js";

export function printProgram(name: string, { isAsync, parameters, body }: Program): string {
  return `${isAsync ? "async " : ""}function ${name}(${printParameters(parameters)}) ${printBlock(body, "")}\n`;
}
