import { isRuleName, rules, type Severity } from "../core/catalogue/index.js";
import type { RuleName } from "../core/findings.js";
import { defaultOptions, type CheckOptions } from "./CheckOptions.js";
import { hostKeys } from "./hostKeys.js";
import { nearestName } from "./nearestName.js";

/** Errors are complete sentences that name the option; there is at least one. */
export type ParsedOptions = { readonly options: CheckOptions } | { readonly errors: readonly string[] };

const optionNames: readonly (keyof CheckOptions)[] = ["authority", "inspect", "severity", "hints"];
const severities: readonly Severity[] = ["error", "warning", "suggestion", "off"];
const dottedName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_#][\p{ID_Continue}$]*)*$/u;

/**
 * Validates the options that a user wrote, a plugin entry of tsconfig's included: keys of ts-patch and tsserver are let
 * through, everything else that is no option is an error. A check must not run with options that were only half understood.
 */
export function parseOptions(raw: unknown): ParsedOptions {
  if (raw === undefined) return { options: defaultOptions };
  if (!isRecord(raw)) return { errors: [`The options must be an object, not ${shown(raw)}.`] };

  const errors: string[] = [];
  for (const key of Object.keys(raw)) {
    if (hostKeys.includes(key) || optionNames.some((name) => name === key)) continue;
    errors.push(unknownName("option", key, [...optionNames, ...hostKeys], optionNames));
  }
  const authority = parseNames("authority", raw["authority"], errors, "a glob", (glob) => glob !== "");
  const inspect = parseNames(
    "inspect",
    raw["inspect"],
    errors,
    "a dotted name such as `logger.info`",
    (name) => dottedName.test(name),
  );
  const severity = parseSeverity(raw["severity"], errors);

  const hints = parseHints(raw["hints"], errors);

  if (errors.length > 0) return { errors };
  return {
    options: {
      authority: authority ?? defaultOptions.authority,
      inspect: inspect ?? defaultOptions.inspect,
      severity: severity ?? defaultOptions.severity,
      hints: { ...defaultOptions.hints, ...hints },
    },
  };
}

function parseNames(
  option: string,
  value: unknown,
  errors: string[],
  what: string,
  isValid: (entry: string) => boolean,
): readonly string[] | null {
  if (value === undefined) return null;
  if (!Array.isArray(value)) {
    errors.push(`Option \`${option}\` must be an array of strings, not ${shown(value)}.`);
    return null;
  }
  const names: string[] = [];
  for (const [index, entry] of value.entries()) {
    if (typeof entry === "string" && isValid(entry)) names.push(entry);
    else errors.push(`Option \`${option}[${index}]\` must be ${what}, not ${shown(entry)}.`);
  }
  return names;
}

function parseSeverity(value: unknown, errors: string[]): CheckOptions["severity"] | null {
  if (value === undefined) return null;
  if (!isRecord(value)) {
    errors.push(`Option \`severity\` must be an object from rule names to severities, not ${shown(value)}.`);
    return null;
  }
  const severity: Partial<Record<RuleName, Severity>> = {};
  const ruleNames = rules.map((rule) => rule.name);
  for (const [rule, level] of Object.entries(value)) {
    if (!isRuleName(rule)) errors.push(unknownName("rule in option `severity`", rule, ruleNames, ruleNames));
    else if (!isSeverity(level))
      errors.push(`Option \`severity["${rule}"]\` must be ${oneOf(severities)}, not ${shown(level)}.`);
    else severity[rule] = level;
  }
  return severity;
}

function parseHints(value: unknown, errors: string[]): Partial<CheckOptions["hints"]> {
  if (value === undefined) return {};
  if (!isRecord(value)) {
    errors.push(
      `Option \`hints\` must be an object from kinds of hints to true or false, not ${shown(value)}.`,
    );
    return {};
  }
  const kinds = Object.keys(defaultOptions.hints);
  for (const [kind, on] of Object.entries(value)) {
    if (!kinds.includes(kind)) errors.push(unknownName("hint in option `hints`", kind, kinds, kinds));
    else if (typeof on !== "boolean")
      errors.push(`Option \`hints["${kind}"]\` must be true or false, not ${shown(on)}.`);
  }
  return value;
}

function unknownName(
  kind: string,
  name: string,
  candidates: readonly string[],
  valid: readonly string[],
): string {
  const nearest = nearestName(name, candidates);
  const hint = nearest === null ? `Known are ${valid.join(", ")}.` : `Did you mean \`${nearest}\`?`;
  return `Unknown ${kind}: \`${name}\`. ${hint}`;
}

function isSeverity(value: unknown): value is Severity {
  return severities.some((severity) => severity === value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function oneOf(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" or ");
}

function shown(value: unknown): string {
  const text: unknown = JSON.stringify(value);
  return typeof text === "string" ? text : typeof value;
}
