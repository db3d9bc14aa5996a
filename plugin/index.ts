import { createPlugin } from "./hosts/createPlugin.js";
import { checkSourceFile } from "./hosts/typescript/checkSourceFile.js";

export default createPlugin(checkSourceFile);
