/* global document, self, window, Worker */
/** Runs in the page: one Monaco editor, whose language server is at the other end of a WebSocket. */
import * as monaco from "monaco-editor";

self.MonacoEnvironment = { getWorker: () => new Worker("/worker.js") };

// Monaco's own TypeScript service knows no project on a disk; what is to be seen here is the language server's.
monaco.typescript.typescriptDefaults.setModeConfiguration({});

window.openEditor = async ({ uri, text, inlayHints, server }) => {
  new monaco.lsp.MonacoLspClient(await monaco.lsp.WebSocketTransport.connectTo({ address: server }));
  const model = monaco.editor.createModel(text.trimEnd(), "typescript", monaco.Uri.parse(uri));
  const editor = monaco.editor.create(document.getElementById("editor"), {
    model,
    theme: "vs",
    fontFamily: "'DejaVu Sans Mono', Consolas, Menlo, monospace",
    fontSize: 14,
    lineHeight: 22,
    padding: { top: 10, bottom: 10 },
    fixedOverflowWidgets: true,
    inlayHints: { enabled: inlayHints ? "on" : "off", fontSize: 12 },
    hover: { above: false, delay: 100 },
    // Whatever says nothing about the program is left out of the picture.
    minimap: { enabled: false },
    scrollbar: { vertical: "hidden", horizontal: "hidden", handleMouseWheel: false },
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    scrollBeyondLastLine: false,
    scrollBeyondLastColumn: 0,
    stickyScroll: { enabled: false },
    bracketPairColorization: { enabled: false },
    matchBrackets: "never",
    guides: { indentation: false },
    folding: false,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 12,
    renderLineHighlight: "none",
    occurrencesHighlight: "off",
    selectionHighlight: false,
    cursorBlinking: "solid",
    // It comes at its own time, in one run and not in the next.
    lightbulb: { enabled: "off" },
  });
  editor.layout({ width: document.body.clientWidth, height: editor.getContentHeight() });
  window.shown = {
    editor,
    model,
    markers: () => monaco.editor.getModelMarkers({ resource: model.uri }),
    /** The middle of a word, which stands there for the nth time. */
    centreOf(word, nth) {
      const { startLineNumber, startColumn } = placeOf(model, word, nth);
      const { left, top, height } = editor.getScrolledVisiblePosition({
        lineNumber: startLineNumber,
        column: startColumn + Math.floor(word.length / 2),
      });
      return { x: left, y: top + height / 2 };
    },
    putCursorAt(word, nth) {
      editor.setPosition(placeOf(model, word, nth).getStartPosition());
      editor.focus();
    },
  };
};

function placeOf(model, word, nth) {
  const found = model.findMatches(word, false, false, true, "()[]{};:,.<>= ", false)[nth - 1];
  if (found === undefined) throw new Error(`${word} is not there ${nth} times`);
  return found.range;
}
