/** Block Kit's file input: files go to the local Slack at once, and into the form by their ids. */

import { el, icon, iconButton } from "./dom.js";
import { changed } from "./values.js";

/** A size in words. */
export function sizeWords(bytes) {
  if (!bytes) return "";
  const [amount, unit] =
    bytes < 1024 ? [bytes, "bytes"] : bytes < 1_048_576 ? [bytes / 1024, "KB"] : [bytes / 1_048_576, "MB"];
  return `${amount < 10 && unit !== "bytes" ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}

/** Draw a file input with its list of files. */
export function fileInput(place) {
  const { element, block, surface, naming } = place;
  const most = element.max_files ?? 10;
  const accept = (element.filetypes ?? []).map((kind) => `.${kind}`).join(",") || null;
  const list = el("ul", { class: "file-list" });
  const trouble = el("p", { class: "field-error", role: "alert", hidden: true });
  const input = el("input", {
    type: "file",
    class: "visually-hidden",
    multiple: most > 1,
    accept,
    id: naming.id,
    "aria-labelledby": naming.labelledBy,
    "aria-label": naming.labelledBy ? null : "Files",
    "aria-describedby": naming.describedBy,
    "aria-invalid": naming.invalid ? "true" : null,
    data: { focus: place.focus },
  });
  const files = () => surface.valueOf(element, block).files ?? [];
  const keep = (next) => {
    changed(place, { type: "file_input", files: next });
    show();
  };
  const show = () => {
    list.replaceChildren(
      ...files().map((file) =>
        el(
          "li",
          { class: "file-row" },
          icon("file", 18),
          el("span", { class: "file-name" }, file.name ?? file.id),
          el("span", { class: "quiet" }, sizeWords(file.size)),
          iconButton("close", `Remove ${file.name ?? file.id}`, () => keep(files().filter((one) => one !== file))),
        ),
      ),
    );
  };
  const add = async (chosen) => {
    trouble.hidden = true;
    for (const file of [...chosen].slice(0, Math.max(0, most - files().length))) {
      try {
        const made = await surface.upload(file);
        keep([...files(), { name: file.name, size: file.size, ...made }]);
      } catch (refused) {
        trouble.textContent = refused.message;
        trouble.hidden = false;
      }
    }
    input.value = "";
  };
  input.addEventListener("change", () => add(input.files));
  const drop = el(
    "div",
    {
      class: "file-drop",
      on: {
        dragover: (event) => {
          event.preventDefault();
          drop.classList.add("over");
        },
        dragleave: () => drop.classList.remove("over"),
        drop: (event) => {
          event.preventDefault();
          drop.classList.remove("over");
          add(event.dataTransfer.files);
        },
      },
    },
    input,
    el(
      "span",
      { class: "button", "aria-hidden": "true", on: { click: () => input.click() } },
      icon("attach", 16),
      most > 1 ? "Choose files" : "Choose a file",
    ),
    el(
      "span",
      { class: "quiet drop-words" },
      accept ? `or drop them here: ${element.filetypes.join(", ")}` : "or drop them here",
    ),
  );
  show();
  return el("div", { class: "file-input" }, drop, trouble, list);
}
