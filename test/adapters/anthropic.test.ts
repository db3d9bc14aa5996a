import { describeAdapter } from "./support/adapterSuite.js";
import { anthropic } from "./support/clients/anthropic.js";

describeAdapter(anthropic);
