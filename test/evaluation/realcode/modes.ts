import ts from "typescript";
import { checkFile } from "../../../plugin/core/checkFile.js";
import type { Finding } from "../../../plugin/core/findings.js";
import { createAnswers } from "../../../plugin/hosts/typescript/questions/answerQuestions.js";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { createTypeClassifier } from "../../../plugin/hosts/typescript/classifyType.js";
import { syntaxOf } from "../../../plugin/hosts/typescript/syntaxOf.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { everythingOwned } from "./everythingOwned.js";

/**
 * What is done in one process:
 *
 * `alone`    the compiler; then the whole pipeline over every body of every file, without the prefilter (`open`); then
 *            the same with every object owned (`owned`), where reports mean nothing, and failures and time do
 * `checked`  the compiler with the plugin, as `tspc` runs it
 * `standIns` the compiler; then the plugin's check, with some types of the platform and of the package made affine
 */
export const modes = ["alone", "checked", "standIns"] as const;
export type Mode = (typeof modes)[number];

export function isMode(text: string): text is Mode {
  return (modes as readonly string[]).includes(text);
}

/** The checks that are timed by themselves. */
export type CheckName = "open" | "owned" | "standIns";

export type CheckOne = (file: ts.SourceFile) => readonly Finding[];

/** How one file is checked. */
export function checkIn(name: CheckName, program: ts.Program): CheckOne {
  const checker = program.getTypeChecker();
  if (name === "standIns") return (file) => checkSourceFile(ts, program, checker, file, defaultOptions);
  const everywhere = { reaches: () => true, reachesStatement: () => true, files: null };
  const declared = createTypeClassifier(ts, program, checker, everywhere);
  const types = name === "owned" ? everythingOwned(checker, declared) : declared;
  return (file) => {
    const answer = createAnswers(ts, program, checker, types)(new Set(file.statements));
    const check = checkFile(syntaxOf(ts), file, { inspect: [], everyBody: true });
    for (let step = check.next(); ; step = check.next(answer(step.value))) {
      if (step.done === true) return step.value.findings;
    }
  };
}
