// The search field of a sheet: what is typed goes to the server in the body of a POST, and what it finds is shown.
// Nothing of it is kept: it leaves with the sheet.

import { load, openSheet } from "./sheet.js";
import { renewed } from "./patch.js";

/** Show what the words in `form` find. Only the answer to the last ones is shown. */
export async function search(form) {
  const body = new URLSearchParams(new FormData(form));
  const place = document.getElementById("found");
  const html = await load(form.dataset.search, { method: "POST", body });
  if (html === null || !document.contains(form)) return;
  place.innerHTML = html;
  renewed(place);
  document.getElementById("said-told").textContent = place.querySelector(".told-found").textContent;
}

/** Open what the words in `form` fit best, if anything. */
export async function takeFirst(form) {
  await search(form);
  const first = document.querySelector("#found .first");
  if (first && document.contains(form)) openSheet(first.dataset.sheet);
}

/** Let a person who simply begins to type write into the search field of the sheet, if it has one. */
export function typedAnywhere(event) {
  const field = document.querySelector("form[data-search] input");
  const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (field && document.activeElement !== field && (isLetter || event.key === "Process")) field.focus();
}
