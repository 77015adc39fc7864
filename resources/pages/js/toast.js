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
  // In a modal dialog everything outside is inert: the message goes where the person is.
  (document.querySelector("dialog[open]") || document.body).append(place);
  // Only the newest says what was done: a pile of them would cover what they tell people to press.
  for (const old of place.querySelectorAll(".done")) old.remove();
  place.append(note);
  note.addEventListener("click", close);
  if (kind !== "trying") setTimeout(close, kind === "done" ? 6000 : 12000);
  return close;
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
