/** Walk through messages with the arrow keys, so that Tab need not stop at each of them. */

/** Let arrow keys move between the messages of a scroller; a message's own actions are stops only while it has the focus. */
export function walkable(scroller) {
  scroller.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const here = event.target;
    if (!step || event.altKey || event.ctrlKey || event.metaKey || !(here === scroller || here.matches(".message")))
      return;
    const messages = [...scroller.querySelectorAll(".message")];
    const at = here === scroller ? messages.length : messages.indexOf(here);
    const next = messages[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
  scroller.addEventListener("focusin", (event) => turnActions(event.target, 0));
  scroller.addEventListener("focusout", (event) => turnActions(event.target, -1));
}

function turnActions(node, tabIndex) {
  const action = node.closest(".message")?.querySelector(".message-action");
  if (action) action.tabIndex = tabIndex;
}
