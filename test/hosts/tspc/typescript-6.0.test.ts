import { installedToolchain } from "../toolchains.js";
import { describeTspc } from "./matrix.js";

describeTspc("tspc of ts-patch 3 over TypeScript 6.0", () => installedToolchain("typescript"), {
  noCheck: true,
});
