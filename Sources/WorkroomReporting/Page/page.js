"use strict";
(() => {
  const pageRows = 50;
  const root = document.documentElement;
  root.classList.add("scripted");

  // Tabs: one panel at a time, arrows move between them.
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const select = (chosen, moves) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panel(tab).hidden = !isChosen;
    }
    if (moves) chosen.focus();
    chosen.scrollIntoView({ block: "nearest", inline: "center" });
    show(panel(chosen));
  };
  const byHash = () => tabs.find((tab) => tab.getAttribute("href") === location.hash);
  for (const [place, tab] of tabs.entries()) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", tab.getAttribute("href"));
      select(tab, false);
    });
    tab.addEventListener("keydown", (event) => {
      const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (event.key === " ") {
        event.preventDefault();
        tab.click();
      }
      if (next === undefined) return;
      event.preventDefault();
      select(tabs[(next + tabs.length) % tabs.length], true);
    });
  }
  addEventListener("hashchange", () => byHash() && select(byHash(), false));

  // Numbers are whole numbers of their column's last decimal; text never becomes markup.
  const grouped = (value, decimals) => {
    const sign = String(value).startsWith("-") ? "-" : "";
    const digits = String(value).replace("-", "").padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
    return sign + whole + (decimals ? "." + digits.slice(-decimals) : "");
  };
  const day = (days) => new Date(days * 86400000).toISOString().slice(0, 10);
  const shown = (column, value) => {
    if (value === null) return "n/a";
    if (column.kind === "text") return column.values ? column.values[value] : value;
    if (column.kind === "date") return day(value);
    return grouped(value, column.decimals) + (column.unit || "");
  };

  // Tables: the rows lie in the page as data, and as many as fit a screen are made.
  const views = new Map();
  const read = (name) => JSON.parse(document.getElementById(`data-${name}`).textContent);

  class View {
    constructor(table, source) {
      this.table = table;
      this.body = table.tBodies[0];
      this.columns = source.columns;
      this.rows = source.rows;
      this.order = this.rows.map((_, index) => index);
      this.found = this.order;
      this.page = 0;
      this.tools = table.closest(".panel").querySelector(".tools");
      this.heads = [...table.tHead.rows[0].cells];
      for (const [index, head] of this.heads.entries()) {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        button.addEventListener("click", () => this.sort(index));
        head.append(button);
      }
      const [back, on] = this.tools.querySelectorAll("button");
      back.addEventListener("click", () => this.turn(-1));
      on.addEventListener("click", () => this.turn(1));
      let wait;
      this.tools.querySelector("input").addEventListener("input", (event) => {
        clearTimeout(wait);
        wait = setTimeout(() => this.filter(event.target.value), this.rows.length > 5000 ? 150 : 0);
      });
      const first = this.heads.findIndex((head) => head.getAttribute("aria-sort") === "descending");
      if (first >= 0) this.sort(first, true);
      else this.draw();
    }

    sort(index, down) {
      const head = this.heads[index];
      const isText = this.columns[index].kind === "text";
      const now = head.getAttribute("aria-sort");
      const falls = down ?? (now === "none" ? !isText : now === "ascending");
      for (const other of this.heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const column = this.columns[index];
      const keys = this.rows.map((row) => {
        const value = row[index];
        return value === null ? null : isText ? shown(column, value).toLowerCase() : Number(value);
      });
      const sign = falls ? -1 : 1;
      this.order = this.rows.map((_, place) => place).sort((a, b) => {
        const [left, right] = [keys[a], keys[b]];
        if (left === right) return a - b;
        if (left === null) return 1;
        if (right === null) return -1;
        return left < right ? -sign : sign;
      });
      this.apply();
    }

    filter(text) {
      this.words = text.toLowerCase().split(/\s+/).filter(Boolean);
      this.apply();
    }

    apply() {
      this.page = 0;
      const words = this.words ?? [];
      const texts = this.columns.flatMap((column, index) => (column.kind === "text" ? [index] : []));
      this.found = words.length === 0 ? this.order : this.order.filter((place) => {
        const row = this.rows[place];
        const line = texts.map((index) => (row[index] === null ? "" : shown(this.columns[index], row[index]))).join(" ").toLowerCase();
        return words.every((word) => line.includes(word));
      });
      this.draw();
    }

    turn(by) {
      this.page += by;
      this.draw();
    }

    draw() {
      const start = this.page * pageRows;
      const places = this.found.slice(start, start + pageRows);
      const made = document.createDocumentFragment();
      for (const place of places) made.append(this.line(this.rows[place]));
      this.body.replaceChildren(made);
      const [back, on] = this.tools.querySelectorAll("button");
      back.disabled = this.page === 0;
      on.disabled = start + pageRows >= this.found.length;
      const count = grouped(this.found.length, 0);
      const all = this.found.length === this.rows.length ? "" : ` (of ${grouped(this.rows.length, 0)})`;
      this.tools.querySelector("output").textContent = this.found.length === 0
        ? `no rows${all}`
        : `${grouped(start + 1, 0)} to ${grouped(start + places.length, 0)} of ${count}${all}`;
    }

    line(row) {
      const line = document.createElement("tr");
      for (const [index, column] of this.columns.entries()) {
        const cell = document.createElement(index === 0 ? "th" : "td");
        if (index === 0) cell.scope = "row";
        cell.textContent = shown(column, row[index]);
        const style = [column.style, row[index] === null ? "unknown" : ""].filter(Boolean).join(" ");
        if (style) cell.className = style;
        line.append(cell);
      }
      return line;
    }
  }

  // A table gets its view when its panel is first looked at.
  function show(shownPanel) {
    const table = shownPanel.querySelector("table[data-rows]");
    if (!table || views.has(table)) return;
    views.set(table, new View(table, read(table.dataset.rows)));
  }

  if (tabs.length) select(byHash() ?? tabs[0], false);
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const tab of tabs) show(panel(tab));
  });
})();
