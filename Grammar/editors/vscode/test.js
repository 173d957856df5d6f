// Runs the extension without an editor: `node test.js` with the command to call in WORKROOM. What stands for the
// editor holds two documents and remembers what it was shown.
"use strict";

const assert = require("assert");
const fs = require("fs");
const Module = require("module");
const os = require("os");
const path = require("path");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "workroom-editor-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
const command = process.env.WORKROOM || "workroom";
const settings = { command, checkOnSave: true };
const shown = new Map();
const warnings = [];
const handlers = {};
let formatter;

class Range {
  constructor(...places) {
    [this.startLine, this.startColumn, this.endLine, this.endColumn] = places;
    this.whole = places.length === 2;
  }
}
class Diagnostic {
  constructor(range, message, severity) { Object.assign(this, { range, message, severity }); }
}
class Location {
  constructor(uri, range) { Object.assign(this, { uri, range }); }
}
class DiagnosticRelatedInformation {
  constructor(location, message) { Object.assign(this, { location, message }); }
}
const Uri = { file: (fsPath) => ({ fsPath, scheme: "file", toString: () => `file://${fsPath}` }) };
const on = (name) => (handler) => ((handlers[name] = handler), { dispose() {} });
const stub = {
  Range, Diagnostic, Location, DiagnosticRelatedInformation, Uri,
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2 },
  TextEdit: { replace: (range, text) => ({ range, text }) },
  languages: {
    createDiagnosticCollection: () => ({
      set: (uri, list) => shown.set(uri.fsPath, list), delete: (uri) => shown.delete(uri.fsPath), dispose() {},
    }),
    registerDocumentFormattingEditProvider: (language, provider) => ((formatter = provider), { dispose() {} }),
  },
  workspace: {
    isTrusted: true, textDocuments: [],
    getConfiguration: () => ({ get: (name, otherwise) => (name in settings ? settings[name] : otherwise) }),
    onDidOpenTextDocument: on("open"), onDidSaveTextDocument: on("save"), onDidCloseTextDocument: on("close"),
  },
  window: { showWarningMessage: (text) => warnings.push(text) },
};
const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? stub : load(name, ...rest));
const extension = require("./extension.js");

function document(name, text, languageId = "workroom") {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  const lines = text.split("\n");
  const made = {
    languageId, uri: Uri.file(file), getText: () => text, lineCount: lines.length,
    lineAt: (line) => ({ text: lines[line] }), positionAt: (offset) => offset,
  };
  stub.workspace.textDocuments.push(made);
  return made;
}

async function until(isSo, what) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`waited in vain: ${what}`);
}

async function main() {
  const context = { subscriptions: [] };
  const broken = document("broken.workflow", 'stage a\n  on proposal.accepted note "\u{1F381}" go to bb\nend\nfinal b\n');
  const fine = document("fine.workflow", "stage  a\n on proposal.accepted go to b\nend\nfinal b\n");
  const other = document("notes.txt", "stage", "plaintext");
  extension.activate(context);
  assert.strictEqual(context.subscriptions.length, 5);

  await until(() => shown.has(broken.uri.fsPath) && shown.has(fine.uri.fsPath), "the files are checked when opened");
  assert.deepStrictEqual(shown.get(fine.uri.fsPath).filter((finding) => finding.severity === 0), []);
  assert.ok(!shown.has(other.uri.fsPath));
  const [finding] = shown.get(broken.uri.fsPath);
  assert.strictEqual(finding.severity, 0);
  assert.strictEqual(finding.source, "workroom");
  assert.match(finding.code, /^W\d{4}$/);
  assert.match(finding.message, /help: /);
  // The gift inside it takes two units.
  const line = broken.lineAt(finding.range.startLine).text;
  assert.strictEqual(line.slice(finding.range.startColumn, finding.range.endColumn), 'note "\u{1F381}" go to bb');

  const similar = document("similar.workflow", "stage a\n  on proposal.accepted go to arived\nend\nfinal arrived\n");
  handlers.save(similar);
  await until(() => (shown.get(similar.uri.fsPath) || []).length > 0, "a file is checked when saved");
  const [near] = shown.get(similar.uri.fsPath);
  assert.strictEqual(near.code, "W0201");
  assert.strictEqual(near.relatedInformation[0].location.uri.fsPath, similar.uri.fsPath);
  handlers.close(similar);
  assert.ok(!shown.has(similar.uri.fsPath));

  const [edit] = await formatter.provideDocumentFormattingEdits(fine);
  assert.strictEqual(edit.text, "stage a\n  on proposal.accepted go to b\nend\nfinal b\n");
  const tidy = document("tidy.workflow", edit.text);
  assert.deepStrictEqual(await formatter.provideDocumentFormattingEdits(tidy), []);

  stub.workspace.isTrusted = false;
  assert.deepStrictEqual(await formatter.provideDocumentFormattingEdits(fine), []);
  stub.workspace.isTrusted = true;
  settings.command = path.join(folder, "none");
  handlers.save(fine);
  handlers.save(broken);
  await until(() => warnings.length > 0, "a command that is missing is told of");
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepStrictEqual(warnings.length, 1);
  extension.deactivate();
  console.log("the extension does what it should");
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
