/**
 * First argument of every private constructor: `private` binds TypeScript alone, and a handle that plain JavaScript
 * could construct would be forged money. Never exported by an entry, never stored on a handle.
 */
export const key: unique symbol = /* @__PURE__ */ Symbol("affine-budget");
