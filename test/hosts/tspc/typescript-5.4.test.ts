import { installedToolchain } from "../toolchains.js";
import { describeTspc } from "./matrix.js";

describeTspc("tspc of ts-patch 3 over TypeScript 5.4", () => installedToolchain("ts54"), { noCheck: false });
