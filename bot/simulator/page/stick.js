/** Keep a list of messages at its end while the reader is there, and in place while they read above. */

import { el, icon } from "./dom.js";

const NEAR = 48;

/** Follows one scroller; `button` leads back to the end when something new stands below. */
export class Stick {
  constructor(scroller, content) {
    this.scroller = scroller;
    this.atEnd = true;
    this.button = el(
      "button",
      { type: "button", class: "to-end", hidden: true, on: { click: () => this.toEnd() } },
      "New messages",
      icon("chevron", 16),
    );
    scroller.addEventListener("scroll", () => this.look(), { passive: true });
    new ResizeObserver(() => {
      if (this.atEnd) this.toEnd();
    }).observe(content);
    new ResizeObserver(() => {
      if (this.atEnd) this.toEnd();
    }).observe(scroller);
  }

  look() {
    const { scroller } = this;
    this.atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (this.atEnd) this.button.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.button.hidden = true;
  }

  /** Run a change of the content; `jump` goes to its end in any case. */
  around(change, { jump }) {
    const before = this.scroller.scrollHeight;
    const last = this.scroller.querySelector(".message:last-child")?.dataset.ts;
    change();
    if (jump || this.atEnd) return this.toEnd();
    const now = this.scroller.querySelector(".message:last-child")?.dataset.ts;
    if (now !== last && this.scroller.scrollHeight > before) this.button.hidden = false;
    return undefined;
  }
}
