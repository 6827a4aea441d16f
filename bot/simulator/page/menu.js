/** A small menu under a button, and the placing of everything that floats. */

import { el } from "./dom.js";

/** Put a floating box under (or above) its anchor, inside the window. */
export function placeAt(anchor, box, { width = "auto" } = {}) {
  const at = anchor.getBoundingClientRect();
  const view = window.visualViewport ?? { height: innerHeight, width: innerWidth };
  box.style.width = width === "anchor" ? `${at.width}px` : "";
  box.style.maxHeight = "";
  const below = view.height - at.bottom - 12;
  const above = at.top - 12;
  const under = below >= Math.min(box.scrollHeight, 240) || below >= above;
  box.style.maxHeight = `${Math.max(96, Math.min(320, under ? below : above))}px`;
  const left = Math.max(8, Math.min(at.left, view.width - box.offsetWidth - 8));
  box.style.left = `${left}px`;
  box.style.top = under ? `${at.bottom + 4}px` : `${at.top - 4 - box.offsetHeight}px`;
}

/** Open a menu of `{words, detail, pick}` and give the focus back when it closes. */
export function openMenu(anchor, entries, label = "Actions") {
  const close = (refocus) => {
    removeEventListener("pointerdown", outside, true);
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus) anchor.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close(false);
  };
  const items = entries.map((entry) =>
    el(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        class: "menu-item",
        on: {
          click: () => {
            close(true);
            entry.pick();
          },
        },
      },
      el("span", {}, entry.words),
      entry.detail ? el("span", { class: "quiet" }, entry.detail) : null,
    ),
  );
  const menu = el(
    "div",
    {
      role: "menu",
      class: "floating menu",
      popover: "manual",
      "aria-label": label,
      on: {
        keydown: (event) => {
          const at = items.indexOf(document.activeElement);
          const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
          if (next !== undefined) items[(next + items.length) % items.length].focus();
          else if (event.key === "Escape" || event.key === "Tab") close(true);
          else return;
          event.preventDefault();
          event.stopPropagation();
        },
      },
    },
    items,
  );
  anchor.after(menu);
  menu.showPopover();
  placeAt(anchor, menu);
  anchor.setAttribute("aria-expanded", "true");
  addEventListener("pointerdown", outside, true);
  items[0]?.focus();
}
