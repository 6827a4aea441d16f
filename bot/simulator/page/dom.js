/** Build and keep DOM nodes. Text becomes text nodes only: nothing here, or in any other module, reads HTML. */

/** Make an element. `on` holds listeners, `class` and `data` are shorthands, other names are attributes or properties. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "class") node.className = value;
    else if (name === "style")
      for (const [property, text] of Object.entries(value)) node.style.setProperty(property, text);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  back: "M11 5l-7 7 7 7M4 12h16",
  send: "M5 12h13M12 5l7 7-7 7",
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8L9.5 17a1.7 1.7 0 0 1-2.4-2.4L15 6.8",
  reply: "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6v1",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  chevron: "M6 9l6 6 6-6",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5.5",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  archive: "M4 5h16v4H4zM5.5 9v10h13V9M10 13h4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20",
};

/** Draw one of our line icons; it is decoration, the control around it carries the name. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    fill: "none",
    stroke: "currentColor",
    class: "icon",
    "stroke-width": name === "more" ? 3 : 1.8,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  }))
    svg.setAttribute(key, value);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Make an icon button with a spoken name. */
export function iconButton(name, label, onClick, attributes = {}) {
  return el(
    "button",
    {
      type: "button",
      title: label,
      "aria-label": label,
      ...attributes,
      class: `icon-button ${attributes.class ?? ""}`,
      on: { click: onClick },
    },
    icon(name),
  );
}

let serial = 0;

/** Return an id that no other node of this page has. */
export function freshId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** Remember where the focus is inside `root`, and return a function that puts it back after a redraw. */
export function holdFocus(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return () => {};
  const holder = active.closest("[data-focus]");
  const message = active.closest("[data-ts]");
  const selection = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return () => {
    if (root.contains(active) && active === document.activeElement) return;
    const again = (name, value) => value && root.querySelector(`[data-${name}="${CSS.escape(value)}"]`);
    const target = root.contains(active)
      ? active
      : again("focus", holder?.dataset.focus) || again("ts", message?.dataset.ts);
    if (!target) return;
    target.focus({ preventScroll: true });
    if (selection && selection[0] !== null && target.setSelectionRange) target.setSelectionRange(...selection);
  };
}

/**
 * Bring `parent`'s children in line with `items` and touch only what changed.
 *
 * `key` names an item, `signature` says what its node was drawn from; a node of the same key and signature stays.
 */
export function keyed(parent, items, { key, signature, build }) {
  const restore = holdFocus(parent);
  const old = new Map([...parent.children].map((node) => [node.keptKey, node]));
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const drawn = signature(item);
    let node = old.get(name);
    old.delete(name);
    if (!node || node.keptSignature !== drawn) {
      const fresh = build(item, node);
      fresh.keptKey = name;
      fresh.keptSignature = drawn;
      if (node && node !== fresh) {
        if (cursor === node) cursor = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const node of old.values()) node.remove();
  restore();
}
