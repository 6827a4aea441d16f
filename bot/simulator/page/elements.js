/** Block Kit's interactive elements: https://docs.slack.dev/reference/block-kit/block-elements */

import { el, icon } from "./dom.js";
import { text } from "./mrkdwn.js";
import { confirmed } from "./confirm.js";
import { openMenu } from "./menu.js";
import { picture } from "./blocks.js";
import { combobox, SELECTS } from "./combobox.js";
import { choices } from "./choices.js";
import { clockInput, textInput, CLOCKS, TEXTS } from "./fields.js";
import { fileInput } from "./fileinput.js";

/**
 * Draw one element of a block.
 *
 * `naming` says how it is named and described: `id`, `label` (spoken only), `labelledBy`, `describedBy`, `invalid`, `required`.
 */
export function drawElement(element, block, surface, naming = {}) {
  const place = {
    element,
    block,
    surface,
    naming,
    focus: `${surface.id}|${block.block_id}|${element.action_id ?? element.type}`,
  };
  if (element.type === "image") return picture(element, "accessory-image");
  if (SELECTS[element.type]) return combobox(place);
  if (TEXTS[element.type]) return textInput(place);
  if (CLOCKS[element.type]) return clockInput(place);
  const draw = DRAWN[element.type];
  return draw ? draw(place) : el("span", { class: "unknown" }, `This page cannot draw the element “${element.type}”.`);
}

const DRAWN = {
  button,
  workflow_button: button,
  icon_button: button,
  overflow,
  checkboxes: choices,
  radio_buttons: choices,
  file_input: fileInput,
  feedback_buttons: feedback,
};

function button(place) {
  const { element } = place;
  const style = { primary: "primary", danger: "danger" }[element.style] ?? "";
  const name = {
    class: `button ${style}`,
    "aria-label": element.accessibility_label,
    data: { focus: place.focus, action: element.action_id ?? "" },
  };
  if (element.url && /^https?:\/\//.test(element.url)) {
    return el(
      "a",
      {
        ...name,
        href: element.url,
        target: "_blank",
        rel: "noopener noreferrer",
        on: { click: () => press(place, null) },
      },
      text(element.text),
      icon("link", 14),
    );
  }
  const node = el("button", { ...name, type: "button", on: { click: () => press(place, node) } }, text(element.text));
  return node;
}

async function press({ element, block, surface }, node) {
  if (node?.getAttribute("aria-busy") === "true") return;
  if (element.confirm && !(await confirmed(element.confirm))) return;
  node?.setAttribute("aria-busy", "true");
  try {
    await surface.click(element, block);
  } finally {
    node?.removeAttribute("aria-busy");
  }
}

function feedback(place) {
  const one = (half) => button({ ...place, element: { ...half, type: "button", action_id: place.element.action_id } });
  return el("span", { class: "button-pair" }, one(place.element.positive_button), one(place.element.negative_button));
}

function overflow(place) {
  const { element, block, surface } = place;
  const pick = async (option) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await surface.tell(element, block, { type: "overflow", selected_option: option });
  };
  const node = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      data: { focus: place.focus },
      on: {
        click: () =>
          openMenu(
            node,
            element.options.map((option) => ({
              words: option.text.text,
              detail: option.description?.text,
              pick: () => pick(option),
            })),
          ),
      },
    },
    icon("more"),
  );
  return node;
}
