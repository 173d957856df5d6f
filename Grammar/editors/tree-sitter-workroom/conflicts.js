// Which rules an LR(1) automaton of the grammar leaves in conflict. See test.js.
"use strict";

/** The sets of rules of which more than one way goes on from some state with some word. */
function conflictsOf(productions, owner, tokens) {
  const all = [{ name: "", way: ["file", "<end>"] }, ...productions];
  const byName = new Map();
  all.forEach((production, index) => {
    if (!byName.has(production.name)) byName.set(production.name, []);
    byName.get(production.name).push(index);
  });
  const isRule = (symbol) => byName.has(symbol);
  const firsts = firstWords(all, byName);
  const firstOf = (rest, after) => {
    const found = new Set();
    for (const symbol of rest) {
      for (const word of isRule(symbol) ? firsts.get(symbol).words : [symbol]) found.add(word);
      if (!isRule(symbol) || !firsts.get(symbol).empty) return found;
    }
    for (const word of after) found.add(word);
    return found;
  };

  /** Items of a state with the words that may follow them, by `production,dot`. */
  function close(kernel) {
    const items = new Map([...kernel].map(([key, words]) => [key, new Set(words)]));
    const open = [...items.keys()];
    while (open.length) {
      const key = open.pop();
      const [index, dot] = key.split(",").map(Number);
      const next = all[index].way[dot];
      if (next === undefined || !isRule(next)) continue;
      const words = firstOf(all[index].way.slice(dot + 1), items.get(key));
      for (const other of byName.get(next)) {
        const inner = `${other},0`;
        const had = items.get(inner);
        if (!had) items.set(inner, new Set(words));
        const set = items.get(inner);
        const before = had ? set.size : -1;
        for (const word of words) set.add(word);
        if (set.size !== before) open.push(inner);
      }
    }
    return items;
  }

  // States with the same kernel are one, and what may follow is put together: the conflicts are at least those of LR(1).
  const states = new Map();
  const open = [];
  function reach(kernel) {
    const name = [...kernel.keys()].sort().join(" ");
    const known = states.get(name);
    if (!known) {
      states.set(name, kernel);
      open.push(name);
      return;
    }
    let grew = false;
    for (const [key, words] of kernel) {
      for (const word of words) {
        if (known.get(key).has(word)) continue;
        known.get(key).add(word);
        grew = true;
      }
    }
    if (grew && !open.includes(name)) open.push(name);
  }
  reach(new Map([["0,0", new Set(["<end>"])]]));
  while (open.length) {
    const moves = new Map();
    for (const [key, words] of close(states.get(open.pop()))) {
      const [index, dot] = key.split(",").map(Number);
      const next = all[index].way[dot];
      if (next === undefined || next === "<end>") continue;
      if (!moves.has(next)) moves.set(next, new Map());
      moves.get(next).set(`${index},${dot + 1}`, new Set(words));
    }
    for (const kernel of moves.values()) reach(kernel);
  }

  const found = [];
  for (const kernel of states.values()) found.push(...conflictsIn(close(kernel), all, isRule, firsts, owner));
  return found;
}

function conflictsIn(items, all, isRule, firsts, owner) {
  const found = [];
  const ends = new Map();
  for (const [key, words] of items) {
    const [index, dot] = key.split(",").map(Number);
    if (all[index].way[dot] !== undefined) continue;
    for (const word of words) ends.set(word, [...(ends.get(word) || []), index]);
  }
  for (const [word, reduced] of ends) {
    const going = [...items.keys()].map((key) => key.split(",").map(Number)).filter(([index, dot]) => {
      const next = all[index].way[dot];
      if (next === undefined || dot === 0) return false;
      return isRule(next) ? firsts.get(next).words.has(word) : next === word;
    });
    if (reduced.length < 2 && !going.length) continue;
    const names = [...reduced, ...going.map(([index]) => index)].map((index) => owner[all[index].name] || all[index].name);
    found.push([...new Set(names)].sort());
  }
  return found;
}

function firstWords(all, byName) {
  const firsts = new Map([...byName.keys()].map((name) => [name, { words: new Set(), empty: false }]));
  let isSettled = false;
  while (!isSettled) {
    isSettled = true;
    for (const { name, way } of all) {
      const first = firsts.get(name);
      const before = first.words.size + (first.empty ? 1 : 0);
      let place = 0;
      for (; place < way.length; place += 1) {
        const inner = firsts.get(way[place]);
        for (const word of inner ? inner.words : [way[place]]) first.words.add(word);
        if (!inner || !inner.empty) break;
      }
      if (place === way.length) first.empty = true;
      if (first.words.size + (first.empty ? 1 : 0) !== before) isSettled = false;
    }
  }
  return firsts;
}

module.exports = { conflictsOf };
