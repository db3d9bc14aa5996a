/** Preloaded into a measured process: writes its processor time in microseconds when it ends. */
const { writeFileSync } = require("node:fs");

const file = process.env.BENCH_USAGE_FILE;
process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(file, String(userCPUTime + systemCPUTime));
});
