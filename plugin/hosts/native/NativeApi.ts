import type ts from "typescript";

/**
 * What is used of TypeScript 7's API, as 7.0 and 7.1 both have it. Its nodes have the shape of the classic ones; types,
 * symbols and signatures are objects of its own, one for each that the compiler process has.
 */
export interface NativeModules {
  readonly version: string;
  readonly api: NativeApiModule;
  readonly ast: NativeAstModule;
  /** 7.1: what leaves an operation on files to the compiler. In 7.0 `undefined` does. */
  readonly useOS?: unknown;
}

export interface NativeApiModule {
  readonly API: new (options: ApiOptions) => NativeApi;
  readonly TypeFlags: typeof ts.TypeFlags;
  readonly ObjectFlags: typeof ts.ObjectFlags;
  readonly SymbolFlags: typeof ts.SymbolFlags;
  readonly SignatureKind: typeof ts.SignatureKind;
  readonly DiagnosticCategory: typeof ts.DiagnosticCategory;
}

export interface NativeAstModule {
  readonly SyntaxKind: typeof ts.SyntaxKind;
  readonly NodeFlags: typeof ts.NodeFlags;
}

export interface ApiOptions {
  readonly cwd: string;
  readonly fs?: Readonly<Record<string, unknown>>;
}

/** 7.0 makes every snapshot by `updateSnapshot`; 7.1 the first by `createSnapshot`, each other from the one before. */
export type NativeApi = NativeApiBase &
  (
    | {
        readonly createSnapshot?: never;
        updateSnapshot(
          params: Pick<SnapshotParams, "openProjects"> & { readonly fileChanges?: FileChanges },
        ): NativeSnapshot & { getProject(configFile: string): NativeProject | undefined };
      }
    | { createSnapshot(params: SnapshotParams): DerivableSnapshot }
  );

interface NativeApiBase {
  parseConfigFile(file: string): { readonly fileNames: readonly string[] };
  close(): void;
}

export type FileChanges =
  | {
      readonly invalidateAll?: never;
      readonly changed?: readonly string[];
      readonly created?: readonly string[];
      readonly deleted?: readonly string[];
    }
  | { readonly invalidateAll: true };

interface SnapshotParams {
  readonly openProjects?: readonly string[];
  readonly fileNotifications?: FileChanges;
  /** Programs that a change has made stale are made anew. */
  readonly ensurePrograms?: boolean;
}

export interface NativeSnapshot {
  dispose(): void;
}

export interface DerivableSnapshot extends NativeSnapshot {
  getConfiguredProject(configFile: string): NativeProject | undefined;
  update(params: SnapshotParams): DerivableSnapshot;
}

export interface NativeProject {
  /** 7.0; in 7.1 the parsed command line has them. */
  readonly rootFiles?: readonly string[];
  readonly parsedCommandLine?: { readonly fileNames: readonly string[] };
  /** 7.0; in 7.1 the program has them. */
  readonly compilerOptions?: ts.CompilerOptions;
  readonly program: NativeProgram;
  readonly checker: NativeChecker;
}

export interface NativeProgram {
  getCompilerOptions?(): ts.CompilerOptions;
  getSourceFile(name: string): ts.SourceFile | undefined;
  getSourceFileNames(): readonly string[];
  isSourceFileFromExternalLibrary(file: ts.SourceFile): boolean;
  isSourceFileDefaultLibrary(file: ts.SourceFile): boolean;
  getSyntacticDiagnostics(): readonly NativeDiagnostic[];
  getSemanticDiagnostics(fileName: string): readonly NativeDiagnostic[];
  getProgramDiagnostics(): readonly NativeDiagnostic[];
  getConfigFileParsingDiagnostics(): readonly NativeDiagnostic[];
}

export interface NativeDiagnostic {
  readonly fileName?: string;
  readonly pos: number;
  readonly end: number;
  readonly code: number;
  readonly category: ts.DiagnosticCategory;
  readonly text: string;
  readonly messageChain?: readonly NativeDiagnostic[];
}

/** A node of a file that need not have been fetched yet. */
export interface NodeHandle {
  readonly kind: ts.SyntaxKind;
  readonly path: string;
  resolve(): ts.Node | undefined;
}

export interface NativeSymbol {
  readonly id: number;
  readonly flags: ts.SymbolFlags;
  readonly name: string;
  readonly escapedName: string;
  readonly declarations: readonly NodeHandle[];
  readonly valueDeclaration: NodeHandle | undefined;
}

export interface NativeType {
  readonly id: number;
  readonly flags: ts.TypeFlags;
  /** Of object types alone. */
  readonly objectFlags: ts.ObjectFlags | undefined;
  readonly value: unknown;
  getSymbol(): NativeSymbol | undefined;
  getTypes(): readonly NativeType[] | undefined;
  getTarget(): NativeType;
  getTypeParameters(): readonly NativeType[];
  getAliasSymbol(): NativeSymbol | undefined;
  getAliasTypeArguments(): readonly NativeType[];
}

export interface NativeSignature {
  readonly id: number;
  readonly declaration?: NodeHandle | undefined;
  getParameters(): readonly NativeSymbol[];
}

export interface NativeIndexInfo {
  readonly keyType: NativeType;
  readonly valueType: NativeType;
  readonly isReadonly: boolean;
}

/** Questions that take arrays cost one round trip for all. */
export interface NativeChecker {
  getSymbolAtLocation(node: ts.Node): NativeSymbol | undefined;
  getSymbolAtLocation(nodes: readonly ts.Node[]): readonly (NativeSymbol | undefined)[];
  getTypeOfSymbol(symbol: NativeSymbol): NativeType | undefined;
  getTypeOfSymbol(symbols: readonly NativeSymbol[]): readonly (NativeType | undefined)[];
  getTypeAtLocation(node: ts.Node): NativeType | undefined;
  getTypeAtLocation(nodes: readonly ts.Node[]): readonly (NativeType | undefined)[];
  getSignaturesOfType(type: NativeType, kind: ts.SignatureKind): readonly NativeSignature[];
  getResolvedSignature(node: ts.Node): NativeSignature | undefined;
  getSignatureFromDeclaration(node: ts.Node): NativeSignature | undefined;
  getReturnTypeOfSignature(signature: NativeSignature): NativeType | undefined;
  getTypePredicateOfSignature(
    signature: NativeSignature,
  ): { readonly type?: NativeType | undefined } | undefined;
  getTypeFromTypeNode(node: ts.Node): NativeType | undefined;
  getContextualType(node: ts.Node): NativeType | undefined;
  getNonNullableType(type: NativeType): NativeType | undefined;
  getBaseConstraintOfType(type: NativeType): NativeType | undefined;
  getBaseTypes(type: NativeType): readonly NativeType[];
  getTypeArguments(type: NativeType): readonly NativeType[];
  getPropertiesOfType(type: NativeType): readonly NativeSymbol[];
  getPropertyOfType(type: NativeType, name: string): NativeSymbol | undefined;
  getIndexInfosOfType(type: NativeType): readonly NativeIndexInfo[];
  getTypeOfSymbolAtLocation(symbol: NativeSymbol, node: ts.Node): NativeType;
  getAliasedSymbol(symbol: NativeSymbol): NativeSymbol;
  getShorthandAssignmentValueSymbol(node: ts.Node): NativeSymbol | undefined;
  getExportSpecifierLocalTargetSymbol(node: ts.Node): NativeSymbol | undefined;
  resolveName(
    name: string,
    meaning: ts.SymbolFlags,
    location?: ts.Node,
    excludeGlobals?: boolean,
  ): NativeSymbol | undefined;
  isArrayType(type: NativeType): boolean;
  getStringType(): NativeType;
  getNumberType(): NativeType;
  getBooleanType(): NativeType;
  getAnyType(): NativeType;
  typeToString(type: NativeType): string;
}
