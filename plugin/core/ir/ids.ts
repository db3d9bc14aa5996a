declare const brand: unique symbol;

/** Index of a place in its body's table. */
export type PlaceId = number & { readonly [brand]: "place" };
/** Index of a block in its body. */
export type BlockId = number & { readonly [brand]: "block" };
/** Index of a move in its body's list of moves. */
export type MoveId = number & { readonly [brand]: "move" };
