/** Fields for words, numbers, dates and times. */

import { el } from "./dom.js";
import { fromLocal, toLocal, zoneName } from "./dates.js";
import { changed } from "./values.js";

/** The elements that hold words. */
export const TEXTS = {
  plain_text_input: {},
  email_text_input: { type: "email", autocomplete: "off", inputmode: "email" },
  url_text_input: { type: "url", inputmode: "url" },
  number_input: { type: "text", inputmode: "decimal" },
  rich_text_input: {},
};

/** The elements that hold a date or a time, and the field of the state value that holds it. */
export const CLOCKS = {
  datepicker: { type: "date", field: "selected_date" },
  timepicker: { type: "time", field: "selected_time" },
  datetimepicker: { type: "datetime-local", field: "selected_date_time" },
};

function spoken({ naming, element }) {
  return {
    id: naming.id,
    "aria-label": naming.labelledBy ? null : (naming.label ?? element.placeholder?.text ?? "Field"),
    "aria-describedby": naming.describedBy,
    "aria-invalid": naming.invalid ? "true" : null,
    "aria-required": naming.required ? "true" : null,
  };
}

/** Draw a field for words; it grows with what is written and says how much room is left. */
export function textInput(place) {
  const { element, block, surface } = place;
  const rich = element.type === "rich_text_input";
  const kept = surface.valueOf(element, block);
  const long = element.multiline || rich;
  const field = el(long ? "textarea" : "input", {
    ...(long ? { rows: 3 } : { type: "text", autocomplete: "off", ...TEXTS[element.type] }),
    ...spoken(place),
    class: "field",
    placeholder: element.placeholder?.text,
    data: { focus: place.focus },
    value: (rich ? wordsOf(kept.rich_text_value) : kept.value) ?? "",
  });
  const counter = element.max_length ? el("span", { class: "counter" }) : null;
  const count = () => {
    if (counter) showCount(counter, [...field.value].length, element.max_length);
    if (long) grow(field);
  };
  field.addEventListener("input", () => {
    surface.keep(element, block, valueOf(element, field.value));
    count();
  });
  tellOn(place, field);
  count();
  if (long) new ResizeObserver(() => grow(field)).observe(field);
  return counter ? el("div", { class: "counted" }, field, counter) : field;
}

function valueOf(element, words) {
  if (element.type !== "rich_text_input") return { type: element.type, value: words === "" ? null : words };
  return {
    type: element.type,
    rich_text_value: words
      ? { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: words }] }] }
      : null,
  };
}

function wordsOf(rich) {
  return (
    rich?.elements?.flatMap((part) => (part.elements ?? []).map((leaf) => leaf.text ?? leaf.url ?? "")).join("") ?? ""
  );
}

function showCount(counter, length, most) {
  counter.hidden = length < most * 0.8 && most > 160;
  counter.textContent = `${length} of ${most}`;
  counter.classList.toggle("over", length > most);
}

function grow(field) {
  const before = field.style.height;
  field.style.height = "auto";
  const wanted = field.scrollHeight ? `${Math.min(field.scrollHeight + 2, 320)}px` : "";
  field.style.height = wanted;
  return before !== wanted;
}

function tellOn(place, field) {
  const { element, block, surface } = place;
  if (block.type === "input" && !block.dispatch_action) return;
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const tell = () => surface.tell(element, block, valueOf(element, field.value));
  if (on.includes("on_enter_pressed")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      tell();
    });
  }
  if (on.includes("on_character_entered")) {
    let waiting = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(tell, 350);
    });
  }
}

/** Draw a date, time, or date-and-time field; the last is in the reader's zone and says so. */
export function clockInput(place) {
  const { element, block, surface } = place;
  const { type, field: name } = CLOCKS[element.type];
  const joint = element.type === "datetimepicker";
  const kept = surface.valueOf(element, block)[name];
  const field = el("input", {
    type,
    ...spoken(place),
    class: "field clock",
    data: { focus: place.focus },
    value: kept === null || kept === undefined ? "" : joint ? toLocal(kept) : kept,
  });
  field.addEventListener("change", () => {
    surface.keep(element, block, { type: element.type, [name]: read(field, joint) });
    field.classList.toggle("half-filled", field.validity.badInput);
  });
  // A picker tells the app when it is left, so that a date typed digit by digit is one change.
  field.addEventListener("blur", () => {
    const value = read(field, joint);
    if (value !== lastTold && !field.validity.badInput) changed(place, { type: element.type, [name]: value });
    lastTold = value;
  });
  let lastTold = kept ?? null;
  const zone = element.timezone ?? (joint ? zoneName() : null);
  return zone ? el("div", { class: "zoned" }, field, el("span", { class: "quiet" }, zone)) : field;
}

function read(field, joint) {
  if (!field.value) return null;
  return joint ? fromLocal(field.value) : field.value;
}
