import { describeAdapter } from "./support/adapterSuite.js";
import { openaiChat, openaiResponses } from "./support/clients/openai.js";

describeAdapter(openaiChat);
describeAdapter(openaiResponses);
