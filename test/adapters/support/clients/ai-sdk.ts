import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { AiSdkGuard } from "affine-budget/ai-sdk";
import { generateText, streamText, wrapLanguageModel } from "ai";

import type { AdapterUnderTest } from "./AdapterUnderTest.js";

export const aiSdk = clientOf({
  name: "ai, with the provider of OpenAI",
  provider: "openai",
  modelAt: (url) => createOpenAI({ apiKey: "none", baseURL: `${url}/v1` }).chat("gpt-4o-mini"),
});

export const aiSdkGoogle = clientOf({
  name: "ai, with the provider of Google",
  provider: "google",
  modelAt: (url) =>
    createGoogleGenerativeAI({ apiKey: "none", baseURL: `${url}/v1beta` })("gemini-2.5-flash"),
});

type Model = Parameters<typeof wrapLanguageModel>[0]["model"];

function clientOf({
  name,
  provider,
  modelAt,
}: {
  readonly name: string;
  readonly provider: string;
  readonly modelAt: (url: string) => Model;
}): AdapterUnderTest {
  return {
    name,
    provider,
    connect({ url }, budget, options) {
      const guard = new AiSdkGuard(budget, options);
      const model = wrapLanguageModel({ model: modelAt(url), middleware: guard.middleware });
      return {
        guard,
        async call(prompt) {
          return (await generateText({ model, prompt })).text;
        },
        async stream(prompt, onText = () => true, signal) {
          const { textStream } = streamText({
            model,
            prompt,
            onError: () => undefined,
            ...(signal === undefined ? {} : { abortSignal: signal }),
          });
          let text = "";
          for await (const delta of textStream) {
            text += delta;
            if (!onText(text)) break;
          }
          return text;
        },
      };
    },
  };
}
