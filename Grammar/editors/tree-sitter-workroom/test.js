// Holds grammar.js against the programs of ../../Valid without the tool that makes a parser of it: `node test.js`.
//
// The rules are read as that tool reads them. Every program has to be one that they derive, by Earley's algorithm; and
// of all states of an LR(1) automaton, those that leave open what to do have to be the ones that `conflicts` names.
"use strict";

const fs = require("fs");
const path = require("path");

// Reading the grammar

const seq = (...members) => ({ type: "seq", members: members.map(rule) });
const choice = (...members) => ({ type: "choice", members: members.map(rule) });
const optional = (content) => choice(content, { type: "blank" });
const repeat = (content) => ({ type: "repeat", content: rule(content) });
const token = (content) => ({ type: "token", pattern: content.pattern || content });
token.prec = undefined;
const prec = (strength, content) => ({ pattern: content, strength });

function rule(content) {
  if (typeof content === "string") return { type: "word", text: content };
  return content instanceof RegExp ? { type: "token", pattern: content } : content;
}

function read(file) {
  const names = new Proxy({}, { get: (target, name) => ({ type: "symbol", name }) });
  const globals = { seq, choice, optional, repeat, token, prec, grammar: (definition) => definition, module: {} };
  new Function(...Object.keys(globals), fs.readFileSync(file, "utf8"))(...Object.values(globals));
  const { rules, conflicts } = globals.module.exports;
  const made = Object.fromEntries(Object.entries(rules).map(([name, body]) => [name, rule(body(names))]));
  return { rules: made, conflicts: conflicts(names).map((set) => set.map((symbol) => symbol.name).sort()) };
}

/** Productions without choices: a repetition becomes a rule of its own, which is one of its rule's. */
function flatten({ rules }) {
  const productions = [];
  const owner = {};
  const tokens = {};
  let count = 0;
  function ways(part, name) {
    switch (part.type) {
      case "blank": return [[]];
      case "word": return [[`"${part.text}"`]];
      case "symbol": return [[part.name]];
      case "seq": return part.members.reduce(
        (all, member) => all.flatMap((way) => ways(member, name).map((more) => [...way, ...more])), [[]]);
      case "choice": return part.members.flatMap((member) => ways(member, name));
      case "repeat": {
        const own = `${name}#${(count += 1)}`;
        owner[own] = owner[name] || name;
        const inner = ways(part.content, own);
        add(own, [...inner, ...inner.map((way) => [own, ...way])]);
        return [[own], []];
      }
      default: throw new Error(`a ${part.type} in ${name}`);
    }
  }
  function add(name, all) {
    const seen = new Set();
    for (const way of all) {
      if (seen.has(way.join(" "))) continue;
      seen.add(way.join(" "));
      productions.push({ name, way });
    }
  }
  for (const [name, body] of Object.entries(rules)) {
    if (body.type === "token") tokens[name] = new RegExp(body.pattern.source, "uy");
    else add(name, ways(body, name));
  }
  return { productions, owner, tokens };
}

// Words

const JOINING = ["by", "when", "and", "or", "because"];

/** Words with their places, and line breaks as far as the next word does not go on with the statement. */
function words(text, tokens) {
  const found = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const gap = /\s+|--[^\r\n]*/uy;
    gap.lastIndex = at;
    const space = gap.exec(text);
    if (space) {
      if (space[0].includes("\n")) found.push({ text: "\n", at });
      at += space[0].length;
      continue;
    }
    let longest = "";
    for (const pattern of [...Object.values(tokens), /<=|>=|[,:()<>+-]/uy]) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (match && match[0].length > longest.length) longest = match[0];
    }
    if (!longest) throw new Error(`nothing can be read at ${at}`);
    found.push({ text: longest, at });
    at += longest.length;
  }
  found.push({ text: "\n", at });
  return found.filter((word, index) => {
    if (word.text !== "\n") return true;
    const rest = found.slice(index).filter((other) => other.text !== "\n");
    return !rest.length || !(JOINING.includes(rest[0].text) || (rest[0].text === "if" && rest[1].text === "none"));
  });
}

// Earley

function recognise(productions, tokens, list) {
  const byName = new Map();
  for (const production of productions) {
    if (!byName.has(production.name)) byName.set(production.name, []);
    byName.get(production.name).push(production);
  }
  const fits = (symbol, text) => {
    if (symbol === "_nl") return text === "\n";
    if (symbol.startsWith('"')) return symbol.slice(1, -1) === text;
    if (!tokens[symbol]) return false;
    tokens[symbol].lastIndex = 0;
    const match = tokens[symbol].exec(text);
    return match !== null && match[0].length === text.length;
  };
  let column = [];
  const columns = [];
  const begin = () => ({ items: [], seen: new Set() });
  productions.forEach((production, index) => { production.index = index; });
  const push = (set, production, dot, from) => {
    const key = (production.index * 64 + dot) * 65536 + from;
    if (set.seen.has(key)) return;
    set.seen.add(key);
    set.items.push({ production, dot, from });
  };
  column = begin();
  for (const production of byName.get("file")) push(column, production, 0, 0);
  columns.push(column);
  for (let place = 0; ; place += 1) {
    for (let index = 0; index < column.items.length; index += 1) {
      const { production, dot, from } = column.items[index];
      const next = production.way[dot];
      if (next === undefined) {
        for (const item of columns[from].items) {
          if (item.production.way[item.dot] === production.name) push(column, item.production, item.dot + 1, item.from);
        }
      } else if (byName.has(next)) {
        for (const other of byName.get(next)) push(column, other, 0, columns.length - 1);
      }
    }
    if (place === list.length) {
      return column.items.some((item) => item.production.name === "file" && item.dot === item.production.way.length && item.from === 0)
        ? -1 : list[place - 1].at;
    }
    const after = begin();
    for (const { production, dot, from } of column.items) {
      const next = production.way[dot];
      if (next !== undefined && !byName.has(next) && fits(next, list[place].text)) push(after, production, dot + 1, from);
    }
    if (!after.items.length) {
      // A line break that nothing waits for is white space.
      if (list[place].text !== "\n") return list[place].at;
      continue;
    }
    columns.push((column = after));
  }
}

module.exports = { read, flatten, words, recognise };

function main() {
  const folder = __dirname;
  const grammar = read(path.join(folder, "grammar.js"));
  const { productions, owner, tokens } = flatten(grammar);
  let failures = 0;
  const fail = (text) => { failures += 1; console.error(text); };
  const known = new Set([...Object.keys(grammar.rules), ...Object.keys(owner), "_nl"]);
  for (const { name, way } of productions) {
    if (!way.length && name !== "file") fail(`${name} may be empty`);
    for (const symbol of way) if (!symbol.startsWith('"') && !known.has(symbol)) fail(`${name} leads to ${symbol}, which is not there`);
  }
  const places = process.argv.length > 2 ? process.argv.slice(2) : [path.join(folder, "../../Valid")];
  const files = places.flatMap((place) =>
    fs.statSync(place).isDirectory() ? fs.readdirSync(place).filter((name) => /\.(workflow|scenario)$/.test(name)).map((name) => path.join(place, name)) : [place]);
  for (const file of files) {
    const text = fs.readFileSync(file, "utf8");
    const place = recognise(productions, tokens, words(text, tokens));
    if (place >= 0) fail(`${file}: no way on behind ${JSON.stringify(text.slice(Math.max(0, place - 30), place + 20))}`);
  }
  const { conflictsOf } = require("./conflicts.js");
  const found = conflictsOf(productions, owner, tokens);
  const text = (sets) => [...new Set(sets.map((set) => set.join(", ")))].sort().join("\n");
  if (text(found) !== text(grammar.conflicts)) fail(`the conflicts are\n${text(found)}\nand the grammar names\n${text(grammar.conflicts)}`);
  if (failures) process.exitCode = 1;
  else console.log(`${files.length} programs are derived, and no state leaves open what to do but where the grammar says so`);
}

if (require.main === module) main();
