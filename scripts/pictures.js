// @ts-check
/**
 * `npm run pictures`: the pictures of docs/editor.md and docs/telemetry.md, docs/pictures/*.png. Those of the editor are
 * screenshots of Monaco, VS Code's editor component, in a headless Chromium, whose language server is
 * `affine-budget lsp --stdio` as built here, in a project as a user has it; the other is one of the page that a report
 * makes. Needs Chromium: /usr/bin/chromium, or the file that CHROMIUM names.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

import { chromium } from "playwright-core";

import { bundlePage } from "./pictures/bundlePage.js";
import { Editor } from "./pictures/Editor.js";
import { shots } from "./pictures/shots.js";
import { UserProject } from "./pictures/UserProject.js";

const root = path.resolve(import.meta.dirname, "..");
const pictures = path.join(root, "docs/pictures");
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Nothing but the page: no profile to set up, no service of the browser's own that would use the network. */
const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

if (!existsSync(executablePath)) {
  console.error(
    `There is no Chromium at ${executablePath}: install it (Debian: apt-get install chromium), or name its file in CHROMIUM.`,
  );
  process.exit(1);
}

execFileSync(process.execPath, [path.join(root, "scripts/build.js")], { stdio: "inherit" });
const assets = await bundlePage(root);
const project = new UserProject(root);
const browser = await chromium.launch({ executablePath, headless: true, args: browserFlags });
try {
  mkdirSync(pictures, { recursive: true });
  for (const { name, file, text, inlayHints, stage } of shots) {
    const editor = await Editor.open(browser, assets, project, { file, text, inlayHints });
    try {
      await editor.capture(pathOf(name), await stage(editor));
      tell(name);
    } finally {
      await editor.close();
    }
  }
  await captureReport(browser, pathOf("flame-graph"));
  tell("flame-graph");
} finally {
  await browser.close();
  project.dispose();
}

/** @param {string} name */
function pathOf(name) {
  return path.join(pictures, `${name}.png`);
}

/** @param {string} name */
function tell(name) {
  const file = pathOf(name);
  console.log(`${path.relative(root, file)}  ${Math.ceil(statSync(file).size / 1024)} KB`);
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} file
 */
async function captureReport(browser, file) {
  // It is of the built package, which was not there when this file was loaded.
  const { reportPage } = await import("./pictures/reportPage.js");
  const page = await browser.newPage({ viewport: { width: 1_000, height: 600 }, deviceScaleFactor: 1.6 });
  await page.setContent(await reportPage());
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
}
