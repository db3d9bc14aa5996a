import { createOpenAI } from "@ai-sdk/openai";
import { AiSdkGuard } from "affine-budget/ai-sdk";
import { generateText, streamText, wrapLanguageModel } from "ai";

import type { AdapterUnderTest } from "./AdapterUnderTest.js";

export const aiSdk: AdapterUnderTest = {
  name: "ai, with the provider of OpenAI",
  connect({ url }, budget, options) {
    const guard = new AiSdkGuard(budget, options);
    const openai = createOpenAI({ apiKey: "none", baseURL: `${url}/v1` });
    const model = wrapLanguageModel({ model: openai.chat("gpt-4o-mini"), middleware: guard.middleware });
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
