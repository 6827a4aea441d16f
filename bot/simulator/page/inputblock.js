/** Block Kit's input block: a label, one element, a hint, and the error that stands at its field. */

import { el, freshId } from "./dom.js";
import { text } from "./mrkdwn.js";
import { drawElement } from "./elements.js";

const GROUPS = new Set(["checkboxes", "radio_buttons", "file_input"]);

/** Draw an input block; the error of its field, if any, is spoken with it. */
export function drawInput(block, surface) {
  const id = freshId("field");
  const error = surface.errorOf?.(block) ?? null;
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || null;
  const group = GROUPS.has(block.element.type);
  const label = el(
    group ? "legend" : "label",
    { class: "field-label", id: `${id}-label`, for: group ? null : id },
    text(block.label),
    block.optional ? el("span", { class: "optional" }, " (optional)") : null,
  );
  const element = drawElement(block.element, block, surface, {
    id,
    labelledBy: `${id}-label`,
    describedBy: described,
    invalid: Boolean(error),
    required: !block.optional,
  });
  const hint = block.hint ? el("p", { class: "hint", id: `${id}-hint` }, text(block.hint)) : null;
  const trouble = error ? el("p", { class: "field-error", id: `${id}-error` }, error) : null;
  return el(
    group ? "fieldset" : "div",
    { class: error ? "has-error" : "", "aria-describedby": group ? described : null, data: { block: block.block_id } },
    label,
    element,
    trouble,
    hint,
  );
}
