/// <reference lib="esnext.disposable" preserve="true" />

export {
  type Affine,
  affine,
  borrow,
  type Borrowed,
  borrowed,
  type BorrowedParts,
  type BorrowedResource,
  type Linear,
  linear,
  type Loan,
  type Once,
  once,
} from "./ownership.js";

export { type AmountFor, type AmountOf, type PlainAmount, type Usd, usd } from "./amounts.js";
export {
  AlreadyResolvedError,
  AuthorityError,
  BudgetError,
  type BudgetErrorCode,
  CapExceededError,
  InsufficientFundsError,
  InvalidAmountError,
  InvalidHandleError,
  OverrunError,
  UnitMismatchError,
  UnresolvedError,
  UseAfterMoveError,
} from "./errors.js";

export { BudgetMint, type IssueOptions } from "./BudgetMint.js";
export {
  Budget,
  type Parts,
  type Shortfall,
  type TryReserve,
  type TrySpend,
  type TrySplit,
  type SameBound,
} from "./Budget.js";
export { Receipt } from "./Receipt.js";
export { Refund } from "./Refund.js";
export { StreamingReceipt } from "./StreamingReceipt.js";
export { debugMoves } from "./internal/moves.js";

export { BudgetCell } from "./BudgetCell.js";
export { Owned } from "./Owned.js";
export { takeFrom } from "./takeFrom.js";

export { BudgetPool, type PoolOptions } from "./BudgetPool.js";
export { Reservation } from "./Reservation.js";
export { Resolved } from "./Resolved.js";

export { Adaptive, type AdaptiveEstimator, type AdaptiveOptions } from "./estimators/Adaptive.js";
export { ByteLength } from "./estimators/ByteLength.js";
export type { TokenEstimator } from "./estimators/TokenEstimator.js";
export { type TextEncoding, Tokenizer } from "./estimators/Tokenizer.js";
export { WithMargin } from "./estimators/WithMargin.js";
export { WithReasoning } from "./estimators/WithReasoning.js";
