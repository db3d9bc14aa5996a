// @ts-check
/** The page of a report as a run leaves it: real guards, whose provider is a function that answers at once. */
import { OpenAIGuard } from "../../dist/runtime/openai.js";
import { BudgetReport } from "../../dist/runtime/report.js";
import { BudgetMint } from "../../dist/runtime/testing.js";

const report = new BudgetReport();

/**
 * @param {import("affine-budget").Budget} budget
 * @param {string} name
 * @param {readonly number[]} bills what each call of the agent is billed
 */
async function agent(budget, name, ...bills) {
  let bill = 0;
  const fetch = () =>
    Promise.resolve(Response.json({ usage: { prompt_tokens: bill - 40, completion_tokens: 40 } }));
  const guard = new OpenAIGuard(budget, { name, onEvent: report.onEvent, fetch, maxOutputTokens: 200 });
  for (bill of bills) {
    const content = "x".repeat(bill);
    const body = JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content }] });
    await guard.fetch("http://localhost/v1/chat/completions", { method: "POST", body });
  }
  return guard;
}

/** @param {import("affine-budget/openai").OpenAIGuard} parent @param {import("affine-budget/openai").OpenAIGuard} child */
async function giveBack(parent, child) {
  parent.merge(await child.release());
}

/** @returns {Promise<string>} */
export async function reportPage() {
  const planner = await agent(BudgetMint.forTesting().issue(40_000), "planner", 900, 700);
  const research = await agent(planner.split(16_000), "research", 600);
  const search = await agent(research.split(6_000), "search", 400, 350, 450);
  const reader = await agent(research.split(6_000), "reader", 1_800, 1_500);
  const summary = await agent(reader.split(1_500), "summary", 700);
  const writer = await agent(planner.split(9_000), "writer", 2_400, 1_900);
  const critic = await agent(writer.split(2_000), "critic", 1_100);
  const facts = await agent(planner.split(3_000), "fact check", 500);
  await giveBack(reader, summary);
  for (const child of [search, reader]) await giveBack(research, child);
  await giveBack(writer, critic);
  for (const child of [research, writer, facts]) await giveBack(planner, child);
  return report.toHtml();
}
