import type ts from "typescript";
import type { Ownership } from "../../../core/facts/ownership.js";
import { declaresMarker } from "../reach/markers.js";
import type { Context } from "./Context.js";

/** Their `declare global` declares what the library's `lib.dom.d.ts` does elsewhere. */
const platformTypes = /[\\/]node_modules[\\/](?:@types[\\/](?:node|bun)|bun-types)[\\/]/;

/** What a callee's declaration says of it, whoever calls it. */
export interface Callees {
  /** T6: the signature declares `this` of an affine type. */
  consumesReceiver(signature: ts.Signature): boolean;
  /**
   * Through `this` it may see what it is called on. Not so what a type declares as a property of a function type without
   * `this`: no function that looks at its `this` may stand there (B6).
   */
  looksAtReceiver(signature: ts.Signature, member: ts.Symbol | undefined): boolean;
  /** T10, of one that consumes its receiver. */
  isAtomic(signature: ts.Signature): boolean;
  /** `Array.push`, `Object.assign`, `structuredClone`: where the library declares the callee. */
  libraryName(declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined): string | null;
  isInLibrary(declaration: ts.Node): boolean;
  /** `borrow(x)`, which lives beside the marker, lends what it is given (T3). */
  isBorrow(declaration: ts.Node): boolean;
}

export function createCallees(cx: Pick<Context, "typescript" | "program" | "checker" | "types">): Callees {
  const { typescript, program, checker, types } = cx;
  const receivers = new Map<ts.Node, Ownership | null>();
  const libraryNames = new Map<ts.Node, string | null>();

  return {
    consumesReceiver: (signature) => receiverOf(signature)?.kind === "owned",
    looksAtReceiver: (signature, member) =>
      declaredReceiver(signature) !== null ||
      member?.declarations === undefined ||
      !member.declarations.every((each) => isPropertyOfFunctionType(each)),
    isAtomic: (signature) => {
      const receiver = receiverOf(signature);
      return receiver?.kind === "owned" && receiver.atomic;
    },
    libraryName,
    isInLibrary: (declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()),
    isBorrow: (declaration) => {
      const { name } = declaration as { name?: ts.Node };
      const isNamed = name !== undefined && typescript.isIdentifier(name) && name.text === "borrow";
      return isNamed && declaresMarker(declaration.getSourceFile());
    },
  };

  function receiverOf(signature: ts.Signature): Ownership | null {
    const { declaration } = signature;
    if (declaration === undefined) return null;
    const known = receivers.get(declaration);
    if (known !== undefined) return known;
    const declared = declaredReceiver(signature);
    const ownership = declared && types.ownership(checker.getTypeAtLocation(declared));
    receivers.set(declaration, ownership);
    return ownership;
  }

  /** The parameter `this`. */
  function declaredReceiver({ declaration }: ts.Signature): ts.ParameterDeclaration | null {
    if (declaration === undefined || typescript.isJSDocSignature(declaration)) return null;
    const [first] = declaration.parameters;
    return first !== undefined && typescript.isIdentifier(first.name) && first.name.text === "this"
      ? first
      : null;
  }

  /** In a type, or as an arrow function in a literal; what a class declares may see the instance. */
  function isPropertyOfFunctionType(member: ts.Declaration): boolean {
    return (
      typescript.isPropertySignature(member) ||
      (typescript.isPropertyAssignment(member) && typescript.isArrowFunction(member.initializer))
    );
  }

  function libraryName(declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined): string | null {
    if (declaration === undefined) return null;
    const known = libraryNames.get(declaration);
    if (known !== undefined) return known;
    const isLibrary =
      program.isSourceFileDefaultLibrary(declaration.getSourceFile()) ||
      augmentsLibrary(declaration) ||
      isPlatformGlobal(declaration);
    const name = isLibrary ? qualifiedName(declaration) : null;
    libraryNames.set(declaration, name);
    return name;
  }

  /** `setTimeout`, `structuredClone`: where types of a runtime are installed, these declare them instead of the library. */
  function isPlatformGlobal({ parent }: ts.Node): boolean {
    const { SyntaxKind: K } = typescript;
    if (parent.kind !== K.ModuleBlock || !platformTypes.test(parent.getSourceFile().fileName)) return false;
    const { name } = parent.parent as ts.ModuleDeclaration;
    return name.kind === K.Identifier && name.text === "global";
  }

  /** `declare global { interface Array<T> { last(): T } }`: nobody says what its body does with the elements. */
  function augmentsLibrary({ parent }: ts.Node): boolean {
    if (!typescript.isInterfaceDeclaration(parent)) return false;
    const { declarations = [] } = checker.getSymbolAtLocation(parent.name) ?? {};
    return declarations.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile()));
  }

  function qualifiedName(declaration: ts.SignatureDeclaration | ts.JSDocSignature): string {
    const { parent } = declaration;
    const name = typescript.isJSDocSignature(declaration) ? "new" : (declaration.name?.getText() ?? "new");
    const isMember = typescript.isInterfaceDeclaration(parent) || typescript.isClassDeclaration(parent);
    if (!isMember) return name;
    return `${(parent.name?.text ?? "").replace(/Constructor$/, "")}.${name}`;
  }
}
