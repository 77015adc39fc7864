// Reception records: kept with consent, found by four digits, read with a reason. What is read is in this page alone,
// until its sheet closes, and a minute at most; nothing of it is ever in an address or in the browser's storage.

import { ask, asking, newId } from "./asking.js";
import { turnedAway } from "./doors.js";
import { isLive } from "./live.js";
import { changedUnder, renewed } from "./patch.js";
import { closeSheet, openSheet } from "./sheet.js";
import { toast } from "./toast.js";
import { fill, refusalText, words } from "./words.js";

const SHOWN_MS = 60000;
const DIGITS = 4;

let forget = () => {};
// Also when the page is locked: what stood there is not given back with the sheet.
document.getElementById("sheet").addEventListener("close", () => forget());

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || changedUnder(button)) return;
  if (button.dataset.read) read(button);
  else if (button.dataset.digit) press(button.dataset.digit);
});

document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
  if (!document.querySelector("[data-find]") || ctrlKey || metaKey || altKey) return;
  if (/^[0-9]$/.test(key)) press(key);
  else if (key === "Backspace") press("back");
});

document.addEventListener("submit", (event) => {
  if (event.target.dataset.keep) keep(event.target);
});

document.addEventListener("change", ({ target }) => {
  if (target.name !== "language" || !target.form || !target.form.dataset.keep) return;
  for (const text of target.form.querySelectorAll("[data-reads]")) text.hidden = text.dataset.reads !== target.value;
});

// A command of the page was answered: a ticket that was issued takes what the customer said with it, if so ticked.
document.addEventListener("answered", async ({ detail: { answer } }) => {
  const ticked = document.querySelector("[name=keep_words]:checked");
  if (answer.kind !== "issued" || !ticked) return;
  const label = ticked.closest("label");
  const said = label.querySelector("[data-fill=said]").textContent.trim();
  if (!said) return;
  const kept = await ask("keep_record", { visit: answer.visit, words: said });
  if (kept) toast(kept.kind === "refused" ? refusalText(kept) : label.dataset.said, kept.kind === "refused" ? "refused" : "done");
});

/** Keep what the form says; what is wrong is said in it, and what was typed stays there to be put right. */
async function keep(form) {
  const fields = Object.fromEntries(new FormData(form));
  const body = { ...fields, visit: form.dataset.keep, phone: (fields.phone || "").replace(/[\s()-]/g, "") };
  for (const name of ["address", "words"]) body[name] = (body[name] || "").replace(/\s+/g, " ").trim();
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  wrong(form, "");
  if (!isLive()) {
    toast(words.say.offline, "refused");
    return;
  }
  button.disabled = true;
  const answer = await ask("keep_record", body);
  button.disabled = false;
  if (!answer || !document.contains(form)) return;
  if (answer.kind === "refused") {
    wrong(form, answer.code === "bad_answer" ? answer.details.code : answer.code, refusalText(answer));
    return;
  }
  toast(form.dataset.said, "done");
  form.reset();
  openSheet(form.dataset.back);
}

/** Say what is wrong and go there. `code` names a field, or is the code of a refusal; empty for nothing. */
function wrong(form, code, otherwise = "") {
  const place = form.querySelector("#keep-wrong");
  const at = { text_not_allowed: "words", nothing_to_keep: "words", no_consent: "consent" }[code] || code;
  for (const field of form.elements) field.removeAttribute("aria-invalid");
  place.textContent = code ? place.dataset[code] || otherwise : "";
  place.hidden = !code;
  const field = at && form.elements.namedItem(at);
  if (!field || !field.focus) return;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

async function read(button) {
  const { read: record, why } = button.dataset;
  const sheet = button.closest(".record");
  const reasons = sheet.querySelectorAll("[data-read]");
  for (const each of reasons) each.disabled = true;
  const told = await tell("/v1/records/read", { id: newId(), record, why });
  for (const each of reasons) each.disabled = false;
  if (told && document.contains(sheet)) show(sheet, told);
}

function show(sheet, told) {
  const shown = sheet.querySelector("#shown");
  const parties = shown.querySelector("dl").dataset;
  for (const row of shown.querySelectorAll("[data-part]")) {
    const value = told[row.dataset.part] || "";
    row.querySelector("dd").textContent = row.dataset.part === "party" ? parties[value] || "" : value;
    row.hidden = !row.querySelector("dd").textContent;
  }
  turn(sheet, true);
  shown.focus({ preventScroll: true });
  const wipe = () => {
    for (const place of shown.querySelectorAll("dd")) place.textContent = "";
    turn(sheet, false);
  };
  forget = wipe;
  setTimeout(() => {
    wipe();
    if (document.contains(shown)) closeSheet();
  }, SHOWN_MS);
}

/** Show what a record says, or the reasons to read it. */
function turn(sheet, open) {
  sheet.querySelector("#reasons").hidden = open;
  sheet.querySelector("#shown").hidden = !open;
}

function press(digit) {
  const typed = document.getElementById("digits");
  const before = typed.dataset.typed;
  const next = { clear: "", back: before.slice(0, -1) }[digit];
  typed.dataset.typed = next === undefined ? (before + digit).slice(0, DIGITS) : next;
  Array.from(typed.children).forEach((place, at) => (place.textContent = typed.dataset.typed[at] || ""));
  if (typed.dataset.typed === before) return;
  list(typed, []);
  if (typed.dataset.typed.length === DIGITS) find(typed);
}

async function find(typed) {
  const digits = typed.dataset.typed;
  const told = await tell("/v1/records/find", { digits });
  if (told && document.contains(typed) && typed.dataset.typed === digits) list(typed, told.records, digits);
}

/** Show what was found; nothing is said before all digits are there. */
function list(typed, records, digits = "") {
  const place = document.getElementById("found-records");
  const { none, some } = document.getElementById("find-told").dataset;
  if (digits) document.getElementById("find-told").textContent = records.length ? fill(some, { n: records.length }) : none;
  place.textContent = "";
  for (const one of records) {
    const row = document.getElementById("found-record").content.cloneNode(true);
    const button = row.querySelector("button");
    button.dataset.sheet = `/reception/record?record=${encodeURIComponent(one.record)}`;
    button.querySelector("strong").textContent = `${one.address} ${one.phone}`;
    button.querySelector("span").textContent = [one.ticket, one.date].filter(Boolean).join(" · ");
    button.setAttribute("aria-label", fill(button.dataset.open, one));
    place.append(row);
  }
  renewed(place);
}

/** Return the answer of the vault; null, and said why, if it gave none. Never repeated by itself: each is recorded. */
async function tell(path, body) {
  if (!isLive()) {
    toast(words.say.offline, "refused");
    return null;
  }
  try {
    const headers = { "Content-Type": "application/json", ...asking() };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store" });
    const door = turnedAway(response);
    if (door && door !== "role_may_not") return null;
    const answer = await response.json();
    if (answer.kind !== "refused" && response.ok) return answer;
    toast(refusalText(answer.kind === "refused" ? answer : { code: "malformed" }), "refused");
  } catch {
    toast(words.say.no_sheet, "refused");
  }
  return null;
}
