import { describeAdapter } from "./support/adapterSuite.js";
import { aiSdk } from "./support/clients/ai-sdk.js";

describeAdapter(aiSdk);
