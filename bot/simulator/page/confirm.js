/** Ask before something is done: Block Kit's confirm object. */

import { el, freshId } from "./dom.js";
import { text } from "./mrkdwn.js";

/** Show the question and answer true once the person confirms it. */
export function confirmed(question) {
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const words = freshId("confirm");
    const danger = question.style === "danger" ? "danger" : "primary";
    const dialog = el(
      "dialog",
      {
        class: "dialog confirm",
        role: "alertdialog",
        "aria-labelledby": title,
        "aria-describedby": words,
        on: {
          close: () => {
            dialog.remove();
            resolve(dialog.returnValue === "yes");
          },
        },
      },
      el("h2", { id: title }, text(question.title)),
      el("div", { id: words, class: "text" }, text(question.text)),
      el(
        "form",
        { method: "dialog", class: "dialog-foot" },
        el("button", { value: "no", class: "button" }, question.deny ? text(question.deny) : "Cancel"),
        el(
          "button",
          { value: "yes", class: `button ${danger}`, autofocus: true },
          question.confirm ? text(question.confirm) : "Yes",
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
