/** One view of a modal as a form. */

import { el, freshId, iconButton, keyed } from "./dom.js";
import { drawBlock } from "./blocks.js";
import { text } from "./mrkdwn.js";
import { beginning, complaint } from "./values.js";

const FIELDS = "input:not([type=file]), textarea";

/** Its blocks, what has been entered, and what is wrong with it. */
export class Form {
  constructor(modal, id) {
    this.modal = modal;
    this.id = id;
    this.values = new Map();
    this.complaints = {};
    this.changed = new Map();
    this.pending = false;
    this.build();
  }

  build() {
    this.titleId = freshId("title");
    this.title = el("h2", { id: this.titleId, tabindex: "-1" });
    this.back = iconButton("back", "Back", () => this.modal.leave(false));
    this.body = el("div", { class: "dialog-body blocks" });
    this.trouble = el("p", { class: "dialog-trouble", role: "alert" });
    this.closing = el("button", {
      type: "button",
      class: "button",
      data: { focus: "view-close" },
      on: { click: () => this.modal.leave(false) },
    });
    this.submitting = el("button", { type: "submit", class: "button primary", data: { focus: "view-submit" } });
    this.root = el(
      "form",
      {
        class: "dialog-form",
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            this.submit();
          },
          focusout: () => setTimeout(() => this.settle()),
        },
      },
      el(
        "header",
        { class: "dialog-head" },
        this.back,
        this.title,
        iconButton("close", "Close", () => this.modal.leave(true)),
      ),
      this.body,
      this.trouble,
      el("footer", { class: "dialog-foot" }, this.closing, this.submitting),
    );
  }

  /** Draw the view; fields whose ids stay keep what was typed, as Slack's do. */
  show(view, depth) {
    if (view.hash !== this.view?.hash) this.adopt(view);
    this.view = view;
    this.title.replaceChildren(text(view.title));
    this.back.hidden = depth === 0;
    this.closing.replaceChildren(view.close ? text(view.close) : "Cancel");
    this.submitting.hidden = !view.submit;
    this.submitting.replaceChildren(view.submit ? text(view.submit) : "");
    this.trouble.textContent = this.ownTrouble ?? view.trouble ?? "";
    this.busy(this.pending || view.pending);
    const known = new Set(this.body.children);
    const held = this.body.contains(document.activeElement);
    this.draw();
    if (held && !this.body.contains(document.activeElement)) this.goOn(known);
    this.noticeErrors(view.errors ?? {});
  }

  adopt(view) {
    const next = new Map();
    for (const [block, element] of fieldsOf(view.blocks)) {
      const name = keyOf(element, block);
      const sent = view.values?.[block.block_id]?.[element.action_id];
      next.set(name, this.values.get(name) ?? sent ?? beginning(element));
    }
    this.values = next;
    this.complaints = {};
  }

  draw() {
    const surface = this.surface();
    keyed(
      this.body,
      this.view.blocks.map((block, index) => ({ block, index })),
      {
        key: ({ block, index }) => `${block.block_id ?? index}|${block.type}|${block.element?.action_id ?? ""}`,
        signature: ({ block }) => JSON.stringify([block, this.errorOf(block)]),
        build: ({ block }) => drawBlock(block, surface),
      },
    );
  }

  errorOf(block) {
    return this.complaints[block.block_id] ?? this.view.errors?.[block.block_id] ?? null;
  }

  surface() {
    const { client } = this.modal;
    const at = (element, block) => ({ view_id: this.id, block_id: block.block_id, action_id: element.action_id });
    return {
      id: this.id,
      valueOf: (element, block) => this.values.get(keyOf(element, block)) ?? beginning(element),
      keep: (element, block, value) => {
        this.values.set(keyOf(element, block), value);
        this.changed.set(keyOf(element, block), [element, block]);
      },
      errorOf: (block) => this.errorOf(block),
      click: (element, block) => this.asks("click", { ...at(element, block), value: element.value }),
      tell: (element, block, value) => {
        this.changed.delete(keyOf(element, block));
        return this.asks("choose", { ...at(element, block), value });
      },
      suggest: (element, block, words) => client.does("suggest", { ...at(element, block), value: words }),
      upload: (file) => client.uploads(file),
    };
  }

  /** Let Slack know what was entered, so that the app sees it with the next button. */
  settle() {
    this.settled = (this.settled ?? Promise.resolve()).then(() => this.sendChanged());
    return this.settled;
  }

  async sendChanged() {
    const waiting = [...this.changed.values()].filter(([, block]) => block.type === "input" && !block.dispatch_action);
    this.changed.clear();
    for (const [element, block] of waiting) {
      const value = this.values.get(keyOf(element, block));
      // What does not fit is said at the submit; until then it is only kept here.
      await this.modal.client
        .does("choose", { view_id: this.id, block_id: block.block_id, action_id: element.action_id, value })
        .catch(() => {});
    }
  }

  /** Ask for something beside the submit; a refusal stands above the buttons. */
  async asks(verb, body) {
    this.say(null);
    try {
      await this.settle();
      await this.modal.client.does(verb, body);
    } catch (refused) {
      if (!refused.answer) this.say(refused.message);
    }
  }

  say(words) {
    this.ownTrouble = words;
    this.trouble.textContent = words ?? "";
  }

  entered() {
    const values = {};
    for (const [block, element] of fieldsOf(this.view.blocks)) {
      (values[block.block_id] ??= {})[element.action_id] = this.values.get(keyOf(element, block)) ?? beginning(element);
    }
    return values;
  }

  async submit() {
    if (!this.view.submit || this.pending || this.complain()) return;
    this.say(null);
    this.pending = true;
    this.busy(true);
    try {
      await this.modal.client.does("submit", { view_id: this.id, values: this.entered() });
    } catch (refused) {
      this.complaints = refused.answer?.errors ?? {};
      this.draw();
      // The view itself tells of an app that did not answer well.
      if (!this.focusError() && !refused.answer?.trouble)
        this.say(`${refused.message} What you entered is still here.`);
    } finally {
      this.pending = false;
      this.busy(this.view.pending);
    }
  }

  /** Make the checks that Slack makes before it asks the app; true where something is wrong. */
  complain() {
    this.complaints = {};
    for (const block of this.view.blocks) {
      const half = this.body.querySelector(`[data-block="${CSS.escape(block.block_id ?? "")}"] .clock`)?.validity
        .badInput;
      const words = half
        ? "This date or time is not complete."
        : block.type === "input"
          ? complaint(block, this.values.get(keyOf(block.element, block)))
          : null;
      if (words) this.complaints[block.block_id] = words;
    }
    this.view = { ...this.view, errors: {} };
    this.draw();
    return this.focusError();
  }

  /** Move to the first field with an error, once for each set of errors. */
  noticeErrors(errors) {
    const set = JSON.stringify(errors);
    if (set !== this.noticed && set !== "{}") this.focusError();
    this.noticed = set;
  }

  focusError() {
    const wrong = this.body.querySelector(".field-error:not([hidden])")?.closest(".block");
    if (!wrong) return false;
    wrong.querySelector("input:not([tabindex='-1']), textarea, button")?.focus();
    wrong.scrollIntoView({ block: "nearest" });
    return true;
  }

  busy(busy) {
    this.submitting.disabled = Boolean(busy);
    this.root.toggleAttribute("data-busy", Boolean(busy));
    this.root.setAttribute("aria-busy", String(Boolean(busy)));
  }

  /** The app replaced what had the focus: go on at the first field that is new, or begin where everything is. */
  goOn(known) {
    const fresh = [...this.body.children].filter((node) => !known.has(node));
    if (fresh.length === this.body.children.length) return this.focusFirst();
    if (matchMedia("(pointer: coarse)").matches) return this.title.focus({ preventScroll: true });
    const field = fresh.map((node) => node.querySelector(FIELDS)).find(Boolean);
    return (field ?? this.title).focus();
  }

  focusFirst() {
    const first = this.body.querySelector(FIELDS) ?? this.body.querySelector("button, a");
    // A finger would only be met by its keyboard: there the title takes the focus.
    const target = this.lastFocus?.isConnected
      ? this.lastFocus
      : matchMedia("(pointer: coarse)").matches
        ? this.title
        : (first ?? this.title);
    target.focus({ preventScroll: target === first });
    if (this.lastFocus !== target) this.body.scrollTop = 0;
  }
}

function keyOf(element, block) {
  return `${block.block_id}|${element.action_id}`;
}

/** Every element of a view that holds an entry, with its block. */
function fieldsOf(blocks) {
  return blocks.flatMap((block) =>
    [block.element, block.accessory, ...(block.elements ?? [])]
      .filter((element) => element?.action_id && beginning(element))
      .map((element) => [block, element]),
  );
}
