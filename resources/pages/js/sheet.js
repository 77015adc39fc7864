// The sheet: one dialog that shows fragments of the server. It holds no state of its own but where it is.

import { turnedAway } from "./doors.js";
import { isLive } from "./live.js";
import { patch, renewed } from "./patch.js";
import { bringToasts, toast } from "./toast.js";
import { words } from "./words.js";

const dialog = document.getElementById("sheet");
let fills = {};
let loading = null;
let away = null;

dialog.addEventListener("close", () => {
  if (away) return;
  if (toldOnce()) {
    dialog.showModal(); // a browser closes a dialog at the second Escape whatever the page says
    return;
  }
  if (loading) loading.abort();
  document.body.append(document.getElementById("toasts"));
  frame().textContent = "";
  fills = {};
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog && !toldOnce()) dialog.close(); // beside the sheet
});
dialog.addEventListener("cancel", (event) => toldOnce() && event.preventDefault());

/** Show the fragment at `url`; `values` are put into its data-fill places and are known to this page alone. */
export async function openSheet(url, values = {}) {
  const html = await load(url);
  if (html === null) return;
  // What was typed into a search field goes on to the sheet it led to, in this page alone.
  const typed = dialog.querySelector("form[data-search] input");
  fills = typed ? { [typed.name]: typed.value.trim(), ...values } : values;
  frame().replaceWith(framed(html));
  dialog.dataset.width = dialog.querySelector("[data-width]") ? "wide" : "narrow";
  renewed(dialog);
  if (!dialog.open) dialog.showModal();
  bringToasts();
  const title = document.getElementById("sheet-title");
  if (title) title.focus({ preventScroll: true });
}

/** Close the sheet if it is open, whatever it shows. */
export function closeSheet() {
  if (!dialog.open) return;
  if (toldOnce()) frame().textContent = "";
  dialog.close();
}

/** Whether the sheet tells what nobody is told again: no stray touch may take that away. */
function toldOnce() {
  return dialog.querySelector(".told-once");
}

/** Take an open sheet off the page with all that was filled in, because the page is locked. */
export function putSheetAway() {
  if (loading) loading.abort();
  if (!dialog.open) return;
  away = frame();
  away.replaceWith(away.cloneNode(false));
  document.body.append(document.getElementById("toasts"));
  dialog.close();
}

/** Show again what `putSheetAway` took away, as it was. */
export function giveBackSheet() {
  if (!away) return;
  frame().replaceWith(away);
  away = null;
  dialog.showModal();
}

/** Bring what the sheet shows up to date, because something changed; never in the way of what a person opens. */
export async function refreshSheet() {
  if (!dialog.open || loading || dialog.querySelector("[data-armed]")) return;
  const due = dialog.querySelector("form[data-due]");
  const live = dialog.querySelector("[data-live]");
  if (due) await refreshForm(due);
  else if (live) showOver(live, await load(live.dataset.live));
}

/** Send what a form says so far and show what follows from it. Until then its buttons wait. */
export async function refreshForm(form) {
  form.dataset.due = "";
  for (const button of form.querySelectorAll("[data-ask]")) button.disabled = true;
  const body = new URLSearchParams(new FormData(form));
  showOver(form, await load(form.dataset.form, { method: "POST", body }));
}

function showOver(old, html) {
  if (html !== null && dialog.contains(old)) patch(frame(), framed(html));
}

/** Return the text of a fragment, null when it was not got or is not wanted any more. */
export async function load(url, init = {}) {
  if (loading) loading.abort();
  const mine = new AbortController();
  loading = mine;
  try {
    const response = await fetch(url, { ...init, signal: mine.signal });
    if (turnedAway(response)) return null;
    return response.ok || response.status === 404 ? await response.text() : fail();
  } catch {
    return mine.signal.aborted ? null : fail();
  } finally {
    if (loading === mine) loading = null;
  }
}

function fail() {
  toast(isLive() ? words.say.no_sheet : words.say.offline, "refused");
  return null;
}

function frame() {
  return document.getElementById("frame");
}

function framed(html) {
  const fresh = frame().cloneNode(false);
  fresh.innerHTML = html;
  for (const place of fresh.querySelectorAll("[data-fill]")) place.textContent = fills[place.dataset.fill] || "";
  for (const place of fresh.querySelectorAll("[data-with]")) place.hidden = !fills[place.dataset.with];
  return fresh;
}
