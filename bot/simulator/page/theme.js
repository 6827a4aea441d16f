/** Light, dark, or as the system has it. */

import { el, icon } from "./dom.js";

const NAME = "theme";

/** Take over what was chosen earlier in this browser. */
export function beginTheme() {
  const kept = localStorage.getItem(NAME);
  if (kept) document.documentElement.dataset.theme = kept;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** A button that turns to the other theme. */
export function themeButton() {
  const button = el("button", {
    type: "button",
    class: "icon-button",
    on: {
      click: () => {
        const next = isDark() ? "light" : "dark";
        document.documentElement.dataset.theme = next;
        localStorage.setItem(NAME, next);
        name();
      },
    },
  });
  const name = () => {
    const words = isDark() ? "Turn to light" : "Turn to dark";
    button.replaceChildren(icon(isDark() ? "sun" : "moon", 18));
    button.title = words;
    button.setAttribute("aria-label", words);
  };
  name();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
  return button;
}
