// The sheet: one dialog that shows fragments of the server. It holds no state of its own but where it is.

import { isLive } from "./live.js";
import { renewed } from "./patch.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const dialog = document.getElementById("sheet");
let fills = {};
let fetching = null;

dialog.addEventListener("close", () => {
  document.body.append(document.getElementById("toasts"));
  dialog.textContent = "";
  fills = {};
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // beside the sheet
});

/** Show the fragment at `url`; `values` are put into its data-fill places and are known to this page alone. */
export async function openSheet(url, values = {}) {
  const html = await load(url);
  if (html === null) return;
  fills = values;
  show(html);
  renewed(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  const title = document.getElementById("sheet-title");
  if (title) title.focus({ preventScroll: true });
}

/** Close the sheet if it is open. */
export function closeSheet() {
  if (dialog.open) dialog.close();
}

/** Draw a live sheet again, because something changed. */
export async function refreshSheet() {
  const live = dialog.querySelector("[data-live]");
  if (!dialog.open || !live || dialog.querySelector("[data-armed]")) return;
  const html = await load(live.dataset.live);
  if (html !== null && dialog.contains(live)) keepingPlace(() => show(html));
}

/** Send what a form says so far and show what follows from it. Until then its buttons wait. */
export async function refreshForm(form) {
  for (const button of form.querySelectorAll("[data-ask]")) button.disabled = true;
  const body = new URLSearchParams(new FormData(form));
  const html = await load(form.dataset.form, { method: "POST", body });
  if (html !== null && dialog.contains(form)) keepingPlace(() => show(html));
}

async function load(url, init = {}) {
  if (fetching) fetching.abort();
  const mine = (fetching = new AbortController());
  try {
    const response = await fetch(url, { ...init, signal: mine.signal });
    return response.ok || response.status === 404 ? await response.text() : fail();
  } catch {
    return mine.signal.aborted ? null : fail();
  }
}

function fail() {
  toast(isLive() ? words.say.no_sheet : words.say.offline, "refused");
  return null;
}

function show(html) {
  const toasts = dialog.querySelector("#toasts");
  dialog.innerHTML = html;
  if (toasts) dialog.append(toasts);
  dialog.dataset.width = dialog.querySelector("[data-width]") ? "wide" : "narrow";
  for (const place of dialog.querySelectorAll("[data-fill]")) place.textContent = fills[place.dataset.fill] || "";
  const second = dialog.querySelector("[data-runner-up]");
  if (second) second.hidden = !fills.runner_up;
}

function keepingPlace(change) {
  const focused = document.activeElement && document.activeElement.id;
  const tops = Array.from(dialog.querySelectorAll("*"), (element) => element.scrollTop);
  change();
  Array.from(dialog.querySelectorAll("*")).forEach((element, at) => {
    if (tops[at]) element.scrollTop = tops[at];
  });
  if (focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
}
