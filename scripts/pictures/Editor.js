// @ts-check
/* global window */
import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

/** Addresses that no network ever sees: the browser's requests to them are answered here. */
const site = "http://localhost";
const server = "ws://localhost/lsp";

const html = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css">
<style>
body { margin: 0; background: #fff }
/* Where the measured font is not the drawn one, titles would be cut off. */
.action-widget, .action-widget .monaco-list { min-width: 340px }
</style>
<body><div id="editor"></div><script src="/page.js"></script></body>`;

/** The language server loads a whole compiler first, on whatever else the machine is doing. */
const patienceMs = 180_000;

/** Room around what is shown. */
const margin = 8;

/** A Monaco editor in a page of its own, with a language server of its own. */
export class Editor {
  #page;
  #languageServer;

  /**
   * @param {import("playwright-core").Page} page
   * @param {import("node:child_process").ChildProcess} languageServer
   */
  constructor(page, languageServer) {
    this.#page = page;
    this.#languageServer = languageServer;
  }

  /**
   * @param {import("playwright-core").Browser} browser
   * @param {ReadonlyMap<string, Buffer>} assets
   * @param {import("./UserProject.js").UserProject} project
   * @param {{ file: string, text: string, inlayHints: boolean }} document
   */
  static async open(browser, assets, project, { file, text, inlayHints }) {
    project.write(file, text);
    const page = await browser.newPage({ viewport: { width: 800, height: 600 }, deviceScaleFactor: 2 });
    page.setDefaultTimeout(patienceMs);
    page.on("pageerror", (error) => console.error(error));
    await page.route(`${site}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const body = assets.get(pathname);
      if (pathname === "/") await route.fulfill({ contentType: "text/html", body: html });
      else if (body === undefined) await route.fulfill({ status: 404 });
      else await route.fulfill({ contentType: contentTypeOf(pathname), body });
    });
    const languageServer = spawn(process.execPath, [project.program, "lsp", "--stdio"], {
      cwd: project.folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    await page.routeWebSocket(server, (socket) => {
      const writer = new StreamMessageWriter(languageServer.stdin);
      socket.onMessage((message) => void writer.write(JSON.parse(message.toString())));
      new StreamMessageReader(languageServer.stdout).listen((message) => {
        socket.send(JSON.stringify(message));
      });
    });
    const editor = new Editor(page, languageServer);
    await page.goto(site);
    const uri = pathToFileURL(path.join(project.folder, file)).href;
    await page.evaluate((options) => window.openEditor(options), { uri, text, inlayHints, server });
    return editor;
  }

  /** Waits until so many reports are shown. */
  async reports(/** @type {number} */ count) {
    await this.#page.waitForFunction((wanted) => window.shown.markers().length === wanted, count);
  }

  /** Waits until so many hints are shown. */
  async hints(/** @type {number} */ count) {
    await this.#page.waitForFunction(
      (wanted) =>
        window.shown.model.getAllDecorations().filter(({ options }) => options.after ?? options.before)
          .length >= wanted,
      count,
    );
  }

  /**
   * Points at a word; returns what opens.
   *
   * @param {string} word
   * @param {number} nth which one in the text, from 1
   */
  async pointAt(word, nth) {
    const { x, y } = await this.#page.evaluate(
      ([wanted, index]) => window.shown.centreOf(wanted, index),
      /** @type {const} */ ([word, nth]),
    );
    await this.#page.mouse.move(x, y, { steps: 3 });
    const hover = this.#page
      .locator(".monaco-hover:not(.hidden)")
      .filter({ hasNotText: "Loading", hasText: /\S/ });
    await hover.waitFor();
    return hover;
  }

  /** Opens the menu of fixes at a word. */
  async fixesAt(/** @type {string} */ word, /** @type {number} */ nth) {
    await this.#page.evaluate(
      ([wanted, index]) => window.shown.putCursorAt(wanted, index),
      /** @type {const} */ ([word, nth]),
    );
    await this.#page.evaluate(() => window.shown.editor.trigger("picture", "editor.action.quickFix", {}));
    const menu = this.#page.locator(".action-widget:not(.action-list-submenu-panel)");
    await menu.waitFor();
    return menu;
  }

  /** Takes the fix that the menu has selected: the first. */
  async take() {
    const before = await this.#page.evaluate(() => window.shown.model.getValue());
    await this.#page.keyboard.press("Enter");
    await this.#page.waitForFunction((text) => window.shown.model.getValue() !== text, before);
  }

  /**
   * Writes the picture: the editor, and what has opened over or below it.
   *
   * @param {string} file
   * @param {import("playwright-core").Locator | null} opened
   */
  async capture(file, opened) {
    const boxes = [await this.#page.locator("#editor").boundingBox(), await opened?.boundingBox()];
    const bottom = Math.max(...boxes.map((box) => (box ? box.y + box.height : 0)));
    const width = this.#page.viewportSize()?.width ?? 0;
    const clip = { x: 0, y: 0, width, height: bottom + (opened === null ? 0 : margin) };
    await this.#page.screenshot({ path: file, clip, animations: "disabled" });
  }

  async close() {
    await this.#page.close();
    this.#languageServer.kill();
  }
}

function contentTypeOf(/** @type {string} */ pathname) {
  return pathname.endsWith(".css") ? "text/css" : "text/javascript";
}
