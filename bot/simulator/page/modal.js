/** The app's modals: the stack of views that the person has open. */

import { el } from "./dom.js";
import { Form } from "./form.js";

/** One dialog that shows the top of the stack; what stands below keeps its nodes and what was typed. */
export class Modal {
  constructor(client) {
    this.client = client;
    this.views = new Map();
    this.top = null;
    this.dialog = el("dialog", {
      class: "dialog modal",
      on: {
        cancel: (event) => {
          event.preventDefault();
          this.leave(true);
        },
        keydown: (event) => this.key(event),
      },
    });
    document.body.append(this.dialog);
  }

  /** Bring the dialog in line with the person's views, bottom first. */
  show(stack) {
    const ids = new Set(stack.map((view) => view.id));
    for (const [id, form] of this.views) {
      if (ids.has(id)) continue;
      form.root.remove();
      this.views.delete(id);
    }
    stack.forEach((view, depth) => {
      if (!this.views.has(view.id)) this.views.set(view.id, new Form(this, view.id));
      const form = this.views.get(view.id);
      if (!form.root.isConnected) this.dialog.append(form.root);
      form.show(view, depth);
    });
    this.turnTo(stack.at(-1)?.id ?? null);
  }

  turnTo(id) {
    if (id === this.top) return;
    const before = this.views.get(this.top);
    if (before) before.lastFocus = document.activeElement;
    this.top = id;
    for (const [key, form] of this.views) form.root.hidden = key !== id;
    if (id) this.open();
    else this.shut();
  }

  open() {
    if (!this.dialog.open) {
      this.opener = document.activeElement;
      this.dialog.showModal();
    }
    this.dialog.setAttribute("aria-labelledby", this.views.get(this.top).titleId);
    this.views.get(this.top).focusFirst();
  }

  shut() {
    this.dialog.close();
    const { opener } = this;
    const key = opener?.closest?.("[data-focus]")?.dataset.focus;
    const again = opener?.isConnected ? opener : key && document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
    (again ?? document.querySelector(".composer-field"))?.focus({ preventScroll: true });
  }

  key(event) {
    const form = this.views.get(this.top);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form?.submit();
    }
  }

  /** Close the top view, or the whole stack, and tell the app where it asked to be told. */
  leave(all) {
    if (!this.top) return;
    this.views.get(this.top).changed.clear();
    this.client.tries("close", { view_id: this.top, all });
  }
}
