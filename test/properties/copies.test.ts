import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { handleClasses } from "./support/handles.js";
import { equal, refusal } from "./support/refusals.js";
import { runs } from "./support/runs.js";

/** Every way of copying an object that JavaScript offers. */
const copiers: readonly (readonly [name: string, copy: (handle: object) => unknown])[] = [
  ["structuredClone", (handle) => structuredClone(handle)],
  ["spread", (handle) => ({ ...handle })],
  ["Object.assign", (handle) => Object.assign({}, handle)],
  ["Object.create(handle)", (handle) => Object.create(handle) as unknown],
  ["Object.create(prototype)", (handle) => Object.create(prototypeOf(handle)) as unknown],
  [
    "Object.create with its descriptors",
    (handle) => Object.create(prototypeOf(handle), Object.getOwnPropertyDescriptors(handle)) as unknown,
  ],
  ["Object.setPrototypeOf", (handle) => Object.setPrototypeOf({ ...handle }, prototypeOf(handle)) as unknown],
  ["JSON round trip", (handle) => JSON.parse(JSON.stringify(handle)) as unknown],
  [
    "JSON round trip with its prototype",
    (handle) => withPrototype(JSON.parse(JSON.stringify(handle)), handle),
  ],
  ["a proxy", (handle) => new Proxy(handle, {})],
  ["the prototype itself", (handle) => prototypeOf(handle)],
];

function prototypeOf(handle: object): object {
  return Object.getPrototypeOf(handle) as object;
}

function withPrototype(copy: unknown, handle: object): unknown {
  return typeof copy === "object" && copy !== null ? Object.setPrototypeOf(copy, prototypeOf(handle)) : copy;
}

/** What a forger would try: amounts, units, symbols of the private key's name, live handles. */
const forgedArgument = fc.oneof(
  fc.nat(),
  fc.constantFrom("tokens", "usd", undefined, null, {}, Symbol("affine-budget"), Symbol.for("affine-budget")),
  fc.constantFrom(...handleClasses).map(({ live }) => live()),
);

describe.each(handleClasses)("a copy of a $name", ({ live, moves, borrows }) => {
  it("is refused by every operation, and leaves the original as it was", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...copiers),
        fc.constantFrom(...moves, ...borrows),
        ([how, copy], [name, use]) => {
          const handle = live();
          const copied = copy(handle);
          const code = refusal(() => use(withMembersOf(handle, copied)));
          equal(`${name} on ${how}`, code, "INVALID_HANDLE");
          const [, move] = moves[0] ?? expect.fail("nothing moves it");
          equal(
            "the original",
            refusal(() => move(handle)),
            null,
          );
        },
      ),
      runs,
    );
  });

  it("cannot be constructed", () => {
    const Class = prototypeOf(live()).constructor as new (...args: unknown[]) => unknown;
    fc.assert(
      fc.property(fc.array(forgedArgument, { maxLength: 5 }), (args) => {
        equal(
          "new",
          refusal(() => new Class(...args)),
          "INVALID_HANDLE",
        );
      }),
      runs,
    );
  });
});

/**
 * A copy without the class's members (spread), or with data of their names (JSON), gets them back: otherwise the trial
 * would not reach the runtime, but end with "not a function" or read the copy's own data.
 */
function withMembersOf(handle: object, copy: unknown): object {
  const disguised = Object(copy) as object;
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototypeOf(handle)))) {
    const own = Object.getOwnPropertyDescriptor(disguised, name);
    const isData = own !== undefined && "value" in own && typeof own.value !== "function";
    if (isData || !(name in disguised))
      Object.defineProperty(disguised, name, { ...member, configurable: true });
  }
  return disguised;
}
