/** Preloaded into a measured process: writes what it used when it ends. */
const { writeFileSync } = require("node:fs");

const file = process.env.BENCH_USAGE_FILE;
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    seconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: maxRSS / 1024,
    heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20,
  };
  writeFileSync(file, JSON.stringify(usage));
});
