// Workroom for Visual Studio Code: the findings of `workroom check` when a file is opened or saved, and the layout of
// `workroom fmt` when a document is formatted. Without dependencies.
"use strict";

const childProcess = require("child_process");
const path = require("path");
const vscode = require("vscode");

const LANGUAGE = "workroom";
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** What is shown, file by file. */
let findings;
/** The newest check of each document; what an older one still answers is dropped. */
const newest = new Map();
/** The files that each document's check has spoken about. */
const spokenAbout = new Map();
let saidThatCommandIsMissing = false;

function activate(context) {
  findings = vscode.languages.createDiagnosticCollection(LANGUAGE);
  context.subscriptions.push(
    findings,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidSaveTextDocument(check),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.languages.registerDocumentFormattingEditProvider(LANGUAGE, { provideDocumentFormattingEdits: format })
  );
  vscode.workspace.textDocuments.forEach(check);
}

function deactivate() {
  newest.clear();
  spokenAbout.clear();
}

function setting(name, otherwise) {
  return vscode.workspace.getConfiguration(LANGUAGE).get(name, otherwise);
}

/** Whether a command may be run for a document: it is a file, and the folder is trusted. */
function isOurs(document) {
  return document.languageId === LANGUAGE && document.uri.scheme === "file" && vscode.workspace.isTrusted;
}

/** Runs the command in the folder of a document; calls back with its status, its output and its talk. */
function run(document, words, input, callback) {
  const folder = path.dirname(document.uri.fsPath);
  const options = { cwd: folder, maxBuffer: OUTPUT_BYTES_MAX, encoding: "utf8" };
  const child = childProcess.execFile(setting("command", "workroom"), words, options, (error, output, talk) => {
    if (error && error.code === "ENOENT") return sayThatCommandIsMissing();
    callback(error ? error.code : 0, output, talk);
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
}

function sayThatCommandIsMissing() {
  if (saidThatCommandIsMissing) return;
  saidThatCommandIsMissing = true;
  vscode.window.showWarningMessage(
    "The command `workroom` was not found. Set its path as `workroom.command` in the settings."
  );
}

// Findings

function check(document) {
  if (!isOurs(document) || !setting("checkOnSave", true)) return;
  const key = document.uri.toString();
  const turn = (newest.get(key) || 0) + 1;
  newest.set(key, turn);
  const words = ["check", "--format", "json", "--all", "--", path.basename(document.uri.fsPath)];
  run(document, words, "", (status, output, talk) => {
    if (newest.get(key) !== turn) return;
    const report = read(output);
    if (report) return show(document, report.diagnostics);
    vscode.window.showWarningMessage(`workroom check: ${talk.trim() || `it ended with the status ${status}`}`);
  });
}

/** The report, if it is one. */
function read(output) {
  try {
    const report = JSON.parse(output);
    return report.schemaVersion === 1 && Array.isArray(report.diagnostics) ? report : undefined;
  } catch {
    return undefined;
  }
}

/** A check of one file may speak about others: scenarios belong to a workflow. */
function show(document, diagnostics) {
  const key = document.uri.toString();
  const folder = path.dirname(document.uri.fsPath);
  const files = new Map([[document.uri.fsPath, []]]);
  for (const diagnostic of diagnostics) {
    if (diagnostic.consequence) continue;
    const file = path.resolve(folder, diagnostic.file);
    if (!files.has(file)) files.set(file, []);
    files.get(file).push(finding(diagnostic, folder));
  }
  for (const file of spokenAbout.get(key) || []) {
    if (!files.has(file)) findings.delete(vscode.Uri.file(file));
  }
  for (const [file, list] of files) findings.set(vscode.Uri.file(file), list);
  spokenAbout.set(key, [...files.keys()]);
}

function forget(document) {
  const key = document.uri.toString();
  for (const file of spokenAbout.get(key) || []) findings.delete(vscode.Uri.file(file));
  spokenAbout.delete(key);
  newest.delete(key);
}

function finding(diagnostic, folder) {
  const lines = [diagnostic.title, ...diagnostic.notes.map((note) => `note: ${note}`)];
  lines.push(...diagnostic.help.map((help) => `help: ${help}`));
  const made = new vscode.Diagnostic(range(diagnostic, folder), lines.join("\n"), severity(diagnostic.severity));
  made.code = diagnostic.code;
  made.source = LANGUAGE;
  made.relatedInformation = diagnostic.related.map((related) => {
    const place = new vscode.Location(vscode.Uri.file(path.resolve(folder, related.file)), range(related, folder));
    return new vscode.DiagnosticRelatedInformation(place, related.label);
  });
  return made;
}

function severity(name) {
  if (name === "error") return vscode.DiagnosticSeverity.Error;
  return name === "warning" ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information;
}

/** Reports count lines and columns from 1, and columns in characters; an editor counts UTF-16 units from 0. */
function range(place, folder) {
  const file = path.resolve(folder, place.file);
  const document = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === file);
  return new vscode.Range(
    place.line - 1, units(document, place.line - 1, place.column - 1),
    place.endLine - 1, units(document, place.endLine - 1, place.endColumn - 1)
  );
}

function units(document, line, characters) {
  if (!document || line >= document.lineCount) return characters;
  return [...document.lineAt(line).text].slice(0, characters).join("").length;
}

// Layout

/** The whole document in the layout, or nothing where it is in it already or cannot be read. */
function format(document) {
  if (!isOurs(document)) return [];
  const text = document.getText();
  return new Promise((resolve) => {
    run(document, ["fmt", "-"], text, (status, output) => {
      // With 1 there are mistakes; the blocks that hold them are as they were.
      if ((status !== 0 && status !== 1) || output === text || (output === "" && text !== "")) return resolve([]);
      const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
      resolve([vscode.TextEdit.replace(whole, output)]);
    });
  });
}

module.exports = { activate, deactivate };
