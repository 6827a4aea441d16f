/** The list over the composer: the app's commands after `/`, the people of the channel after `@`. */

import { el } from "./dom.js";
import { face } from "./faces.js";
import { personOf } from "./directory.js";

const MOST = 8;

/** Suggestions for a field; `key` answers whether it used a key. */
export class Suggestions {
  constructor(field, id, sources) {
    this.field = field;
    this.sources = sources;
    this.rows = [];
    this.active = 0;
    this.list = el("div", {
      class: "suggestions",
      role: "listbox",
      id,
      "aria-label": "Suggestions",
      hidden: true,
      on: { pointerdown: (event) => event.preventDefault() },
    });
  }

  /** Look at what stands before the cursor and show what fits. */
  update() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const command = /^\/(\S*)$/.exec(before);
    const mention = /(?:^|\s)@([^@\n]{0,40})$/.exec(before);
    if (command) this.show(this.commands(command[1]));
    else if (mention) this.show(this.people(mention[1]));
    else this.close();
  }

  commands(typed) {
    return this.sources
      .commands()
      .filter(({ command }) => command.slice(1).startsWith(typed.toLowerCase()))
      .map((entry) => ({
        node: el(
          "span",
          { class: "suggestion-words" },
          el("span", {}, el("strong", {}, entry.command), " ", el("span", { class: "quiet" }, entry.usage_hint ?? "")),
          el("span", { class: "quiet" }, entry.description ?? ""),
        ),
        take: () => this.put(0, `${entry.command} `),
        exact: entry.command === `/${typed}`,
      }));
  }

  people(typed) {
    const wanted = typed.toLowerCase();
    const start = this.field.selectionStart - typed.length - 1;
    return this.sources
      .people()
      .filter(
        (member) =>
          member.name
            .toLowerCase()
            .split(/\s/)
            .some((word) => word.startsWith(wanted)) || member.name.toLowerCase().startsWith(wanted),
      )
      .map((member) => ({
        node: el(
          "span",
          { class: "suggestion-person" },
          face({ ...personOf(member.id), ...member }, "small"),
          el("strong", {}, member.name),
          el("span", { class: "quiet" }, member.bot ? "App" : (personOf(member.id).company ?? "")),
        ),
        take: () => {
          this.sources.mentioned(member.name, member.id);
          this.put(start, `@${member.name} `);
        },
        exact: member.name.toLowerCase() === wanted,
      }));
  }

  put(start, words) {
    this.field.setRangeText(words, start, this.field.selectionStart, "end");
    this.close();
    this.sources.took();
  }

  show(entries) {
    this.rows = entries.slice(0, MOST);
    if (!this.rows.length) return this.close();
    this.nodes = this.rows.map((row, index) =>
      el(
        "div",
        {
          role: "option",
          id: `${this.list.id}-${index}`,
          class: "suggestion",
          on: { click: () => row.take(), pointermove: () => this.move(index) },
        },
        row.node,
      ),
    );
    this.list.replaceChildren(...this.nodes);
    this.list.hidden = false;
    return this.move(0);
  }

  move(to) {
    this.active = to;
    this.nodes.forEach((node, index) => {
      node.classList.toggle("active", index === to);
      node.setAttribute("aria-selected", String(index === to));
    });
    this.field.setAttribute("aria-activedescendant", this.nodes[to].id);
    this.nodes[to].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.list.hidden) return false;
    const last = this.rows.length - 1;
    const row = this.rows[this.active];
    if (event.key === "ArrowDown") this.move(this.active === last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp") this.move(this.active === 0 ? last : this.active - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) row.take();
    // Enter on what is already typed in full sends it.
    else if (event.key === "Enter" && !event.shiftKey && !row.exact) row.take();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    this.list.hidden = true;
    this.rows = [];
    this.field.removeAttribute("aria-activedescendant");
  }
}
