// Every staff page: taps become requests or open a sheet; answers become words.

import { ask } from "./asking.js";
import { whenOpen } from "./doors.js";
import { follow, isLive } from "./live.js";
import { changedUnder } from "./patch.js";
import { search, takeFirst, typedAnywhere } from "./search.js";
import { sendNow } from "./sending.js";
import { closeSheet, openSheet, refreshForm, refreshSheet } from "./sheet.js";
import { announce, toast } from "./toast.js";
import { fill, refusalText, words } from "./words.js";

const CONFIRM_MS = 4000;
/** A second tap that comes sooner belongs to the first: nobody has read the question by then. */
const DOUBLE_TAP_MS = 700;
const { role } = document.documentElement.dataset;

const pending = new Set();
const armedAt = new WeakMap();

const refresh = follow(() => {
  markPending();
  refreshSheet();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.type === "submit") return;
  if (changedUnder(button)) return;
  if ("close" in button.dataset) closeSheet();
  else if (button.dataset.sheet) openSheet(button.dataset.sheet);
  else if (button.dataset.ask) tapped(button);
  else if ("send" in button.dataset) sendNow(button).then(refresh);
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.search) takeFirst(form);
  if (!form.dataset.ask) return;
  const fields = Object.fromEntries(new FormData(form));
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  await command(form, { ...JSON.parse(form.dataset.body), ...fields });
  button.disabled = false;
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-form]");
  if (form) refreshForm(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-search]");
  if (form) search(form);
});

document.addEventListener("reset", (event) => {
  // The fields are emptied after this event.
  if (event.target.dataset.search) setTimeout(() => search(event.target));
});

document.addEventListener("keydown", (event) => {
  // A key held down is one press: what it presses next may mean something else by then.
  if (event.repeat && event.key === "Enter" && event.target.closest("button")) event.preventDefault();
  typedAnywhere(event);
});

function tapped(button) {
  if (button.dataset.confirm && !("armed" in button.dataset)) arm(button);
  else if (performance.now() - (armedAt.get(button) || -Infinity) >= DOUBLE_TAP_MS) {
    command(button, JSON.parse(button.dataset.body));
  }
}

/** Ask for a second tap where a step cannot be taken back, also whoever hears the page and does not see it. */
function arm(button) {
  const label = button.querySelector("span");
  const [before, name] = [label.textContent, button.getAttribute("aria-label")];
  const question = button.dataset.confirm;
  label.textContent = question;
  if (name) button.setAttribute("aria-label", `${question} ${name}`);
  button.dataset.armed = "";
  armedAt.set(button, performance.now());
  announce(question, CONFIRM_MS);
  setTimeout(() => {
    label.textContent = before;
    if (name) button.setAttribute("aria-label", name);
    delete button.dataset.armed;
  }, CONFIRM_MS);
}

async function command(source, body) {
  const { ask: kind, said = "" } = source.dataset;
  const key = keyOf(kind, body);
  if (pending.has(key)) return;
  if (!isLive()) {
    toast(words.say.offline, "refused");
    return;
  }
  pending.add(key);
  markPending();
  const answer = await ask(kind, body);
  await whenOpen();
  pending.delete(key);
  markPending();
  if (answer) document.dispatchEvent(new CustomEvent("answered", { detail: { kind, answer } }));
  if (answer) tell(answer, said);
  refresh();
}

function keyOf(kind, body) {
  return `${kind} ${JSON.stringify(body)}`;
}

/** Disable what was asked and not answered yet, also after it was drawn anew. */
function markPending() {
  for (const button of document.querySelectorAll("[data-pending]")) {
    button.disabled = false;
    delete button.dataset.pending;
  }
  if (!pending.size) return;
  for (const button of document.querySelectorAll("button[data-ask]")) {
    if (!pending.has(keyOf(button.dataset.ask, JSON.parse(button.dataset.body)))) continue;
    button.disabled = true;
    button.dataset.pending = "";
  }
}

function tell(answer, said) {
  if (answer.code === "page_locked") toast(words.door.not_done, "refused");
  else if (answer.kind === "refused") toast(refusalText(answer), "refused");
  else if (answer.kind === "issued") openSheet(`/reception/issued?leg=${answer.leg}`, { check: answer.check });
  else {
    closeSheet();
    if (answer.kind === "called") tellCalled(answer);
    else if (said) toast(said, "done");
  }
}

/** Say who was called, and offer to tell why (C1). */
function tellCalled(answer) {
  const text = fill(words.done.called, { ticket: answer.ticket, counter: words.counters[answer.counter] });
  toast(text, "done", { label: words.why.ask, run: () => openSheet(`/${role}/why?leg=${answer.leg}`) });
}
