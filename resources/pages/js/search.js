// The search field of a sheet: what is typed goes to the server in the body of a POST, and what it finds is shown.
// Nothing of it is kept: it leaves with the sheet.

import { load, openSheet } from "./sheet.js";
import { renewed } from "./patch.js";

/** Show what the words in `form` find, and tell whether that is shown: only the answer to the last ones is. */
export async function search(form) {
  const body = new URLSearchParams(new FormData(form));
  const place = document.getElementById("found");
  const html = await load(form.dataset.search, { method: "POST", body });
  if (html === null || !document.contains(form)) return false;
  place.innerHTML = html;
  renewed(place);
  document.getElementById("said-told").textContent = place.querySelector(".told-found").textContent;
  return true;
}

/** Open what the words in `form` fit best, if anything. */
export async function takeFirst(form) {
  const first = (await search(form)) && document.querySelector("#found .first");
  if (first) openSheet(first.dataset.sheet);
}

/** Let a person who simply begins to type write into the search field of the sheet, if it has one. */
export function typedAnywhere({ key, ctrlKey, metaKey, altKey }) {
  const field = document.querySelector("form[data-search] input");
  if (!field || document.activeElement === field || ctrlKey || metaKey || altKey) return;
  // A space presses the button in focus; Process is the first key of an input method.
  if ((key.length === 1 && key !== " ") || key === "Process") field.focus();
}
