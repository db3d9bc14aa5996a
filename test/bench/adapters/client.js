// @ts-check
/**
 * One SDK in a process of its own: what others load (hooks on promises, a larger heap) would count as the guard's. Prints
 * the costs of all rounds as JSON.
 *
 *     node client.js openai 8080 2000 2000     # which, port, rounds, rounds to warm up
 */
const [which = "", port = "", rounds = "", warm = ""] = process.argv.slice(2);
/** All of them: who always came after the same one would be measured with what that leaves behind. */
const orders = /** @type {const} */ ([
  ["bare", "hooked", "guarded"],
  ["bare", "guarded", "hooked"],
  ["hooked", "bare", "guarded"],
  ["hooked", "guarded", "bare"],
  ["guarded", "bare", "hooked"],
  ["guarded", "hooked", "bare"],
]);
const { contendersAt } = /** @type {{ contendersAt(url: string): import("./Contenders.js").Contenders }} */ (
  await import(`./clients/${which}.js`)
);
const client = contendersAt(`http://127.0.0.1:${port}`);

/** @type {import("./Contenders.js").Round[]} */
const costs = [];
const free = { clock: 0, processor: 0 };
for (let round = -Number(warm); round < Number(rounds); round++) {
  const cost = { bare: free, hooked: free, guarded: free };
  for (const kind of orders[(round + Number(warm)) % orders.length] ?? orders[0])
    cost[kind] = await costOf(client[kind]);
  if (round >= 0) costs.push(cost);
}
process.stdout.write(JSON.stringify({ name: client.name, costs }), () => process.exit());

/**
 * @param {import("./Contenders.js").Call} call
 * @returns {Promise<import("./Contenders.js").Cost>}
 */
async function costOf(call) {
  const start = performance.now();
  const before = process.cpuUsage();
  await call();
  const { user, system } = process.cpuUsage(before);
  return { clock: (performance.now() - start) * 1_000, processor: user + system };
}
