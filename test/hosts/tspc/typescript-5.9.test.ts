import { installedToolchain } from "../toolchains.js";
import { describeTspc } from "./matrix.js";

describeTspc("tspc of ts-patch 3 over TypeScript 5.9", () => installedToolchain("ts59"), { noCheck: true });
