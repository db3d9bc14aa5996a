import { newestToolchain } from "../toolchains.js";
import { describeTspc } from "./matrix.js";

describeTspc("tspc of ts-patch 4 over TypeScript 6.0, on Node 24", () => newestToolchain(), {
  noCheck: true,
});
