import { describeAdapter } from "./support/adapterSuite.js";
import { aiSdkGoogle } from "./support/clients/ai-sdk.js";

describeAdapter(aiSdkGoogle);
