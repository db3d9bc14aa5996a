import { createPlugin } from "./hosts/createPlugin.js";
import { checkSourceFile } from "./hosts/typescript/checkSourceFile.js";
import { createRecheck } from "./hosts/typescript/incremental/createRecheck.js";

export default createPlugin(checkSourceFile, createRecheck);
