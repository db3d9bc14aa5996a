import type ts from "typescript";
import type {
  NativeChecker,
  NativeModules,
  NativeSignature,
  NativeSymbol,
  NativeType,
  NodeHandle,
} from "../NativeApi.js";

/** Types, symbols and signatures of TypeScript 7 as the classic ones: one view for each, so that they can be compared. */
export class Views {
  readonly #types = new Map<NativeType, TypeView>();
  readonly #symbols = new Map<NativeSymbol, SymbolView>();
  readonly #signatures = new Map<NativeSignature, SignatureView>();
  readonly modules: NativeModules;
  readonly checker: NativeChecker;

  constructor(modules: NativeModules, checker: NativeChecker) {
    this.modules = modules;
    this.checker = checker;
  }

  type(native: NativeType): ts.Type {
    let view = this.#types.get(native);
    if (view === undefined) this.#types.set(native, (view = new TypeView(native, this)));
    return view as unknown as ts.Type;
  }

  types(natives: readonly NativeType[]): readonly ts.Type[] {
    return natives.map((native) => this.type(native));
  }

  symbol(native: NativeSymbol): ts.Symbol {
    let view = this.#symbols.get(native);
    if (view === undefined) this.#symbols.set(native, (view = new SymbolView(native)));
    return view as unknown as ts.Symbol;
  }

  signature(native: NativeSignature): ts.Signature {
    let view = this.#signatures.get(native);
    if (view === undefined) this.#signatures.set(native, (view = new SignatureView(native, this)));
    return view as unknown as ts.Signature;
  }

  signatures(natives: readonly NativeSignature[]): readonly ts.Signature[] {
    return natives.map((native) => this.signature(native));
  }
}

export function nativeType(type: ts.Type): TypeView {
  return type as unknown as TypeView;
}

export function nativeSymbol(symbol: ts.Symbol): SymbolView {
  return symbol as unknown as SymbolView;
}

export function nativeSignature(signature: ts.Signature): SignatureView {
  return signature as unknown as SignatureView;
}

/** Everything is asked for at most once. */
class TypeView {
  readonly flags: ts.TypeFlags;
  readonly native: NativeType;
  readonly #views: Views;
  #symbol: ts.Symbol | null | undefined;
  #types: readonly ts.Type[] | undefined;
  #target: ts.Type | undefined;
  #properties: readonly ts.Symbol[] | undefined;
  readonly #byName = new Map<string, ts.Symbol | undefined>();
  readonly #signatures = new Map<ts.SignatureKind, readonly ts.Signature[]>();
  #typeArguments: readonly ts.Type[] | undefined;
  #indexInfos: readonly ts.IndexInfo[] | undefined;
  #nonNullable: ts.Type | undefined;
  #constraint: ts.Type | null | undefined;

  constructor(native: NativeType, views: Views) {
    this.native = native;
    this.flags = native.flags;
    this.#views = views;
  }

  get objectFlags(): ts.ObjectFlags {
    return this.native.objectFlags ?? this.#views.modules.api.ObjectFlags.None;
  }

  get value(): unknown {
    return this.native.value;
  }

  get symbol(): ts.Symbol | undefined {
    if (this.#symbol === undefined) {
      const native = this.native.getSymbol();
      this.#symbol = native === undefined ? null : this.#views.symbol(native);
    }
    return this.#symbol ?? undefined;
  }

  getSymbol(): ts.Symbol | undefined {
    return this.symbol;
  }

  get types(): readonly ts.Type[] {
    return (this.#types ??= this.#views.types(this.native.getTypes() ?? []));
  }

  get target(): ts.Type {
    return (this.#target ??= this.#views.type(this.native.getTarget()));
  }

  get typeParameters(): readonly ts.Type[] {
    return this.#views.types(this.native.getTypeParameters());
  }

  get aliasSymbol(): ts.Symbol | undefined {
    const native = this.native.getAliasSymbol();
    return native && this.#views.symbol(native);
  }

  get aliasTypeArguments(): readonly ts.Type[] {
    return this.#views.types(this.native.getAliasTypeArguments());
  }

  isUnion(): boolean {
    return (this.flags & this.#flags.Union) !== 0;
  }

  isUnionOrIntersection(): boolean {
    return this.isUnion() || this.isIntersection();
  }

  isClassOrInterface(): boolean {
    return (this.objectFlags & this.#views.modules.api.ObjectFlags.ClassOrInterface) !== 0;
  }

  isTypeParameter(): boolean {
    return (this.flags & this.#flags.TypeParameter) !== 0;
  }

  isLiteral(): boolean {
    return (this.flags & this.#flags.Literal) !== 0;
  }

  isIntersection(): boolean {
    return (this.flags & this.#flags.Intersection) !== 0;
  }

  isStringLiteral(): boolean {
    return (this.flags & this.#flags.StringLiteral) !== 0;
  }

  isNumberLiteral(): boolean {
    return (this.flags & this.#flags.NumberLiteral) !== 0;
  }

  getProperties(): readonly ts.Symbol[] {
    return (this.#properties ??= this.#checker
      .getPropertiesOfType(this.native)
      .map((property) => this.#views.symbol(property)));
  }

  getProperty(name: string): ts.Symbol | undefined {
    if (this.#byName.has(name)) return this.#byName.get(name);
    const native = this.#checker.getPropertyOfType(this.native, name);
    const property = native && this.#views.symbol(native);
    this.#byName.set(name, property);
    return property;
  }

  getCallSignatures(): readonly ts.Signature[] {
    return this.#signaturesOf(this.#views.modules.api.SignatureKind.Call);
  }

  getConstructSignatures(): readonly ts.Signature[] {
    return this.#signaturesOf(this.#views.modules.api.SignatureKind.Construct);
  }

  get typeArguments(): readonly ts.Type[] {
    return (this.#typeArguments ??= this.#views.types(this.#checker.getTypeArguments(this.native)));
  }

  get indexInfos(): readonly ts.IndexInfo[] {
    return (this.#indexInfos ??= this.#checker
      .getIndexInfosOfType(this.native)
      .map(({ keyType, valueType, isReadonly }) => ({
        keyType: this.#views.type(keyType),
        type: this.#views.type(valueType),
        isReadonly,
        components: [],
      })));
  }

  get nonNullable(): ts.Type {
    return (this.#nonNullable ??= this.#views.type(
      this.#checker.getNonNullableType(this.native) ?? this.native,
    ));
  }

  get baseConstraint(): ts.Type | undefined {
    if (this.#constraint === undefined) {
      const native = this.#checker.getBaseConstraintOfType(this.native);
      this.#constraint = native === undefined ? null : this.#views.type(native);
    }
    return this.#constraint ?? undefined;
  }

  #signaturesOf(kind: ts.SignatureKind): readonly ts.Signature[] {
    // No round trip for what can have none.
    if (!(this.flags & (this.#flags.Object | this.#flags.UnionOrIntersection | this.#flags.Instantiable)))
      return [];
    let signatures = this.#signatures.get(kind);
    if (signatures === undefined) {
      signatures = this.#views.signatures(this.#checker.getSignaturesOfType(this.native, kind));
      this.#signatures.set(kind, signatures);
    }
    return signatures;
  }

  get #checker(): NativeChecker {
    return this.#views.checker;
  }

  get #flags(): typeof ts.TypeFlags {
    return this.#views.modules.api.TypeFlags;
  }
}

class SymbolView {
  readonly flags: ts.SymbolFlags;
  readonly name: string;
  readonly escapedName: string;
  readonly native: NativeSymbol;
  #declarations: readonly ts.Node[] | undefined;
  #valueDeclaration: ts.Node | null | undefined;
  type: ts.Type | undefined;

  constructor(native: NativeSymbol) {
    this.native = native;
    this.flags = native.flags;
    this.name = native.name;
    this.escapedName = classicKey(native.escapedName);
  }

  get declarations(): readonly ts.Node[] | undefined {
    this.#declarations ??= this.native.declarations.flatMap((handle) => resolved(handle) ?? []);
    return this.#declarations.length === 0 ? undefined : this.#declarations;
  }

  getName(): string {
    return this.name;
  }

  getFlags(): ts.SymbolFlags {
    return this.flags;
  }

  getDeclarations(): readonly ts.Node[] | undefined {
    return this.declarations;
  }

  get valueDeclaration(): ts.Node | undefined {
    if (this.#valueDeclaration === undefined)
      this.#valueDeclaration = resolved(this.native.valueDeclaration) ?? null;
    return this.#valueDeclaration ?? undefined;
  }
}

class SignatureView {
  readonly native: NativeSignature;
  readonly #views: Views;
  #declaration: ts.Node | null | undefined;
  #parameters: readonly ts.Symbol[] | undefined;
  #returnType: ts.Type | undefined;

  constructor(native: NativeSignature, views: Views) {
    this.native = native;
    this.#views = views;
  }

  get declaration(): ts.Node | undefined {
    if (this.#declaration === undefined) this.#declaration = resolved(this.native.declaration) ?? null;
    return this.#declaration ?? undefined;
  }

  getDeclaration(): ts.Node | undefined {
    return this.declaration;
  }

  get parameters(): readonly ts.Symbol[] {
    return this.getParameters();
  }

  getParameters(): readonly ts.Symbol[] {
    return (this.#parameters ??= this.native
      .getParameters()
      .map((parameter) => this.#views.symbol(parameter)));
  }

  getReturnType(): ts.Type {
    const { checker } = this.#views;
    return (this.#returnType ??= this.#views.type(
      checker.getReturnTypeOfSignature(this.native) ?? checker.getAnyType(),
    ));
  }
}

function resolved(handle: NodeHandle | undefined): ts.Node | undefined {
  return handle?.resolve();
}

/** The property of a unique symbol has the key `__@name@id`; TypeScript 7 marks it by a byte that is no text instead. */
function classicKey(key: string): string {
  return key.replace(/^(\u00fe|\ufffd)@/, "__@");
}
