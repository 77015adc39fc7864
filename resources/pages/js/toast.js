// Short messages: what was done, what was refused, what is being tried again.

const place = document.getElementById("toasts");

/** Show `text`; `kind` is done, refused or trying. A trying message stays until its `close` is called. */
export function toast(text, kind, action) {
  const note = document.createElement("div");
  note.className = `toast ${kind}`;
  const line = document.createElement("p");
  line.textContent = text;
  note.append(line);
  const close = () => note.remove();
  if (action) note.append(actionButton(action, close));
  bringToasts();
  // Only the newest says what was done: a pile of them would cover what they tell people to press. What was refused
  // before it is mended by then, or forgotten.
  const over = kind === "done" ? ".done, .refused" : ".done";
  for (const old of place.querySelectorAll(over)) old.remove();
  place.append(note);
  note.addEventListener("click", close);
  if (kind !== "trying") setTimeout(close, kind === "done" ? 6000 : 12000);
  return close;
}

/** Say `text` to whoever hears the page, for `ms`; whoever sees it has it before their eyes. */
export function announce(text, ms) {
  const line = document.createElement("p");
  line.className = "heard";
  line.textContent = text;
  bringToasts();
  place.append(line);
  setTimeout(() => line.remove(), ms);
}

/** Bring the messages where the person is: in a modal dialog everything outside is inert. */
export function bringToasts() {
  const host = document.querySelector("dialog[open]") || document.body;
  if (place.parentNode !== host) host.append(place);
}

function actionButton({ label, run }, close) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    close();
    run();
  });
  return button;
}
