/** Menus to choose from, one or many, with searching: all of Block Kit's selects in one control. */

import { el, freshId, icon } from "./dom.js";
import { text } from "./mrkdwn.js";
import { confirmed } from "./confirm.js";
import { changed, fieldOf, isMany } from "./values.js";
import { placeAt } from "./menu.js";
import { channelOptions, peopleOptions } from "./directory.js";

const fixed = async ({ element }) => element.option_groups ?? [{ label: null, options: element.options ?? [] }];
const asked = async ({ element, block, surface }, words) => {
  const answer = await surface.suggest(element, block, words);
  return answer.option_groups?.length ? answer.option_groups : [{ label: null, options: answer.options ?? [] }];
};
const listed = (options) => async () => [{ label: null, options: options() }];

/** Where each kind of select gets its options from. */
export const SELECTS = {
  static_select: fixed,
  multi_static_select: fixed,
  external_select: asked,
  multi_external_select: asked,
  users_select: listed(peopleOptions),
  multi_users_select: listed(peopleOptions),
  conversations_select: listed(channelOptions),
  multi_conversations_select: listed(channelOptions),
  channels_select: listed(channelOptions),
  multi_channels_select: listed(channelOptions),
};

/** Whether the state value of this type holds whole options, rather than ids. */
const holdsOptions = (type) => /static|external/.test(type);

const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Draw a select. */
export function combobox(place) {
  const box = new Combobox(place);
  return box.root;
}

class Combobox {
  constructor(place) {
    this.place = place;
    this.many = isMany(place.element.type);
    this.external = SELECTS[place.element.type] === asked;
    this.options = [];
    this.active = -1;
    this.asking = 0;
    this.build();
    this.showChosen();
  }

  build() {
    const { element, naming } = this.place;
    const listId = freshId("list");
    this.input = el("input", {
      type: "text",
      role: "combobox",
      id: naming.id,
      class: "combo-input",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": listId,
      "aria-describedby": naming.describedBy,
      "aria-invalid": naming.invalid ? "true" : null,
      "aria-required": naming.required ? "true" : null,
      "aria-label": naming.labelledBy ? null : (naming.label ?? element.placeholder?.text ?? "Choose"),
      data: { focus: this.place.focus },
      on: {
        input: () => this.open(this.input.value),
        click: () => this.open(""),
        blur: () => this.close(),
        keydown: (event) => this.key(event),
      },
    });
    this.chips = el("span", { class: "chips" });
    this.box = el(
      "div",
      { class: `combo-box ${this.many ? "many" : ""}`, on: { pointerdown: (event) => this.press(event) } },
      this.chips,
      this.input,
      el("span", { class: "combo-arrow" }, icon("chevron", 16)),
    );
    this.list = el("div", {
      class: "floating combo-list",
      role: "listbox",
      id: listId,
      popover: "manual",
      "aria-multiselectable": this.many ? "true" : null,
      "aria-label": "Choices",
      on: { pointerdown: (event) => event.preventDefault() },
    });
    this.root = el("div", { class: "combo" }, this.box, this.list);
    this.reposition = () => placeAt(this.box, this.list, { width: "anchor" });
  }

  get chosen() {
    const { element, block, surface } = this.place;
    const held = surface.valueOf(element, block)?.[fieldOf(element.type)];
    const list = this.many ? (held ?? []) : held ? [held] : [];
    return holdsOptions(element.type) ? list : list.map((id) => this.known(id));
  }

  known(id) {
    const all = /users/.test(this.place.element.type) ? peopleOptions() : channelOptions();
    return all.find((option) => option.value === id) ?? { text: { type: "plain_text", text: id }, value: id };
  }

  press(event) {
    if (event.target.closest("button") || event.target === this.input) return;
    event.preventDefault();
    this.input.focus();
    if (this.isOpen) this.close();
    else this.open("");
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  showChosen() {
    const { element } = this.place;
    if (!this.many) this.input.value = this.chosen[0]?.text.text ?? "";
    this.chips.replaceChildren(...(this.many ? this.chosen.map((option) => this.chip(option)) : []));
    this.input.placeholder =
      this.many && this.chosen.length ? "" : (element.placeholder?.text ?? (this.many ? "Choose any" : "Choose one"));
  }

  chip(option) {
    return el(
      "span",
      { class: "chip" },
      el("span", {}, option.text.text),
      el(
        "button",
        {
          type: "button",
          "aria-label": `Remove ${option.text.text}`,
          on: {
            click: () => {
              this.toggle(option);
              this.input.focus();
            },
          },
        },
        icon("close", 14),
      ),
    );
  }

  async open(words) {
    const turn = (this.asking += 1);
    const { element } = this.place;
    if (!this.isOpen) this.begin(words);
    if (this.external && words.length < (element.min_query_length ?? 3) && element.min_query_length !== 0)
      return this.say(`Type ${element.min_query_length ?? 3} letters or more.`);
    try {
      if (this.external) await this.pause();
      if (turn !== this.asking) return undefined;
      const groups = await SELECTS[element.type](this.place, words);
      if (turn === this.asking && this.isOpen) this.show(groups, this.external ? "" : words);
    } catch (refused) {
      this.say(refused.message);
    }
    return undefined;
  }

  pause() {
    return new Promise((resolve) => setTimeout(resolve, 200));
  }

  begin(words) {
    if (!this.many && !words) this.input.select();
    this.list.showPopover();
    this.input.setAttribute("aria-expanded", "true");
    addEventListener("scroll", this.reposition, true);
    addEventListener("resize", this.reposition);
  }

  say(words) {
    this.options = [];
    this.list.replaceChildren(el("div", { class: "combo-note" }, words));
    this.reposition();
  }

  show(groups, words) {
    const wanted = folded(words.trim());
    const held = new Set(this.chosen.map((option) => option.value));
    this.options = [];
    const nodes = groups.map((group) => {
      const fitting = group.options.filter((option) =>
        folded(`${option.text.text} ${option.description?.text ?? ""}`).includes(wanted),
      );
      if (!fitting.length) return null;
      const rows = fitting.map((option) => this.row(option, held.has(option.value)));
      return group.label
        ? el(
            "div",
            { role: "group", "aria-label": group.label.text },
            el("div", { class: "combo-group", "aria-hidden": "true" }, group.label.text),
            rows,
          )
        : rows;
    });
    if (!this.options.length) return this.say("Nothing fits.");
    this.list.replaceChildren(...nodes.flat().filter(Boolean));
    this.reposition();
    const first = wanted ? 0 : this.options.findIndex(({ option }) => held.has(option.value));
    return this.move(this.many ? 0 : Math.max(0, first));
  }

  row(option, chosen) {
    const node = el(
      "div",
      {
        role: "option",
        id: freshId("option"),
        class: "combo-option",
        "aria-selected": String(chosen),
        on: {
          click: () => this.pick(option),
          pointermove: () =>
            this.move(
              this.options.findIndex((one) => one.node === node),
              false,
            ),
        },
      },
      el(
        "span",
        { class: "combo-words" },
        text(option.text),
        option.description ? el("span", { class: "quiet" }, text(option.description)) : null,
      ),
      chosen ? icon("check", 16) : null,
    );
    this.options.push({ option, node });
    return node;
  }

  move(to, scroll = true) {
    this.active = to;
    this.options.forEach(({ node }, index) => node.classList.toggle("active", index === to));
    const node = this.options[to]?.node;
    if (node) this.input.setAttribute("aria-activedescendant", node.id);
    else this.input.removeAttribute("aria-activedescendant");
    if (node && scroll) node.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey) return undefined;
    const last = this.options.length - 1;
    // Before the browser looks for the next stop: the open list would be one.
    if (event.key === "Tab" && this.isOpen) return this.close();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.isOpen) this.open("");
      else
        this.move(
          event.key === "ArrowDown"
            ? this.active >= last
              ? 0
              : this.active + 1
            : this.active <= 0
              ? last
              : this.active - 1,
        );
    } else if (event.key === "Enter" && this.isOpen) {
      if (this.options[this.active]) this.pick(this.options[this.active].option);
    } else if (event.key === "Enter") {
      this.open("");
    } else if (event.key === "Escape" && this.isOpen) {
      this.close();
    } else if (event.key === "Backspace" && this.many && !this.input.value && this.chosen.length) {
      this.toggle(this.chosen.at(-1));
    } else {
      return undefined;
    }
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  }

  async pick(option) {
    const { element } = this.place;
    if (element.confirm && !(await confirmed(element.confirm))) return this.close();
    if (this.many) {
      this.input.value = "";
      this.toggle(option);
      return this.isOpen ? this.open("") : undefined;
    }
    this.take(option);
    return this.close();
  }

  toggle(option) {
    const without = this.chosen.filter((one) => one.value !== option.value);
    const most = this.place.element.max_selected_items;
    if (without.length === this.chosen.length && most && without.length >= most)
      return this.say(`At most ${most} can be chosen.`);
    return this.take(without.length === this.chosen.length ? [...without, option] : without);
  }

  take(picked) {
    const { element } = this.place;
    const bare = (option) => (holdsOptions(element.type) ? option : option.value);
    changed(this.place, { type: element.type, [fieldOf(element.type)]: this.many ? picked.map(bare) : bare(picked) });
    this.showChosen();
    if (this.isOpen) this.reposition();
  }

  close() {
    this.asking += 1;
    if (this.isOpen) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    removeEventListener("scroll", this.reposition, true);
    removeEventListener("resize", this.reposition);
    // Emptying a single choice that is not required takes it back.
    if (!this.many && !this.input.value && this.chosen.length && !this.place.naming.required) this.clear();
    if (this.many) this.input.value = "";
    this.showChosen();
  }

  clear() {
    const { element } = this.place;
    changed(this.place, { type: element.type, [fieldOf(element.type)]: null });
  }
}
