/** Checkboxes and radio buttons. */

import { el, freshId } from "./dom.js";
import { text } from "./mrkdwn.js";
import { confirmed } from "./confirm.js";
import { changed } from "./values.js";

/** Draw the options of a `checkboxes` or `radio_buttons` element. */
export function choices(place) {
  const { element, naming, surface, block } = place;
  const many = element.type === "checkboxes";
  const name = freshId("choice");
  const group = naming.labelledBy
    ? {}
    : { role: many ? "group" : "radiogroup", "aria-label": naming.label ?? "Options" };
  const boxes = element.options.map((option, index) => {
    const kept = surface.valueOf(element, block);
    const chosen = many
      ? (kept.selected_options ?? []).some((one) => one.value === option.value)
      : kept.selected_option?.value === option.value;
    return el("input", {
      type: many ? "checkbox" : "radio",
      name,
      checked: chosen,
      "aria-invalid": naming.invalid ? "true" : null,
      "aria-describedby": naming.describedBy,
      data: { focus: `${place.focus}|${index}` },
    });
  });
  const take = async () => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    const picked = element.options.filter((_, index) => boxes[index].checked);
    changed(
      place,
      many
        ? { type: element.type, selected_options: picked }
        : { type: element.type, selected_option: picked[0] ?? null },
    );
  };
  return el(
    "div",
    { class: "choices", ...group, on: { change: take } },
    element.options.map((option, index) =>
      el(
        "label",
        { class: "choice" },
        boxes[index],
        el(
          "span",
          {},
          el("span", { class: "text" }, text(option.text)),
          option.description ? el("span", { class: "quiet" }, text(option.description)) : null,
        ),
      ),
    ),
  );
}
