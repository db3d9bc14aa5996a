import { ByteLength } from "../../estimators/ByteLength.js";
import { WithMargin } from "../../estimators/WithMargin.js";

/** Anthropic bills nested tool schemas as up to 1.875 tokens a byte, as the paper's audit found. */
export const twoTokensPerByte = new WithMargin(ByteLength, 2);
