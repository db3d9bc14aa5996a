import type ts from "typescript";

type Location = Pick<ts.DiagnosticWithLocation, "file" | "start" | "length">;

interface InternalOptions extends ts.CompilerOptions {
  readonly configFile?: ts.TsConfigSourceFile;
}

/** Where the program's own tsconfig sets a compiler option; undefined if it is inherited or comes from the command line. */
export function compilerOptionLocation(
  typescript: typeof ts,
  program: ts.Program,
  name: string,
): Location | undefined {
  const file = configFileOf(program);
  if (file === undefined) return undefined;
  const setting = compilerOption(typescript, file, name);
  return setting && locationOf(file, setting);
}

/** The entry of `plugins` that has this `transform`; undefined if the program's own tsconfig has none. */
export function pluginEntryLocation(
  typescript: typeof ts,
  program: ts.Program,
  transform: unknown,
): Location | undefined {
  const file = configFileOf(program);
  if (file === undefined) return undefined;
  const plugins = compilerOption(typescript, file, "plugins")?.initializer;
  if (plugins === undefined || !typescript.isArrayLiteralExpression(plugins)) return undefined;
  const entry = plugins.elements.find((element) => {
    const value = property(typescript, element, "transform")?.initializer;
    return value !== undefined && typescript.isStringLiteral(value) && value.text === transform;
  });
  return entry && locationOf(file, entry);
}

function configFileOf(program: ts.Program): ts.TsConfigSourceFile | undefined {
  const options: InternalOptions = program.getCompilerOptions();
  return options.configFile;
}

function compilerOption(
  typescript: typeof ts,
  file: ts.TsConfigSourceFile,
  name: string,
): ts.PropertyAssignment | undefined {
  const root = file.statements[0]?.expression;
  const compilerOptions = root && property(typescript, root, "compilerOptions")?.initializer;
  return compilerOptions && property(typescript, compilerOptions, name);
}

function property(
  typescript: typeof ts,
  object: ts.Expression,
  name: string,
): ts.PropertyAssignment | undefined {
  if (!typescript.isObjectLiteralExpression(object)) return undefined;
  return object.properties.find(
    (candidate): candidate is ts.PropertyAssignment =>
      typescript.isPropertyAssignment(candidate) &&
      typescript.isStringLiteral(candidate.name) &&
      candidate.name.text === name,
  );
}

function locationOf(file: ts.SourceFile, node: ts.Node): Location {
  const start = node.getStart(file);
  return { file, start, length: node.end - start };
}
