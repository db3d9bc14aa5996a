import { describeAdapter } from "./support/adapterSuite.js";
import { langchainMiddleware, langchainFetch } from "./support/clients/langchain.js";

describeAdapter(langchainMiddleware);
describeAdapter(langchainFetch);
