import { describeAdapter } from "./support/adapterSuite.js";
import { langchainFetch, langchainMiddleware, langchainModel } from "./support/clients/langchain.js";

describeAdapter(langchainModel);
describeAdapter(langchainMiddleware);
describeAdapter(langchainFetch);
