import { describeAdapter } from "./support/adapterSuite.js";
import { agentsChat, agentsResponses } from "./support/clients/openai-agents.js";

describeAdapter(agentsResponses);
describeAdapter(agentsChat);
