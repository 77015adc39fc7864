// The office: people and devices through doors of their own. What is told once, a PIN or a code, is in the open sheet
// and nowhere else: in no address, in nothing the browser keeps, and gone when the sheet closes.

import { ask, asking, newId } from "./asking.js";
import { turnedAway } from "./doors.js";
import { isLive } from "./live.js";
import { changedUnder } from "./patch.js";
import { closeSheet, openSheet } from "./sheet.js";
import { toast } from "./toast.js";
import { fill, refusalText, words } from "./words.js";

const PATIENCE_MS = 10000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.door && !form.dataset.roles) return;
  const button = form.querySelector("[type=submit]");
  if (button.disabled || changedUnder(button)) return;
  if (form.querySelector("[name=roles]") && !form.querySelector("[name=roles]:checked")) {
    toast(form.dataset.none, "refused");
  } else if (!isLive()) {
    toast(words.say.offline, "refused");
  } else {
    send(form, button);
  }
});

document.addEventListener("change", ({ target }) => {
  if (target.dataset.go !== undefined) location.assign(target.value);
  else if (target.name === "role" || target.name === "counter") atCounter(target.form);
});

/** Send a form once, and show what it was answered; its button waits meanwhile. */
async function send(form, button) {
  button.disabled = true;
  if (form.dataset.door) await tell(form);
  else await changeRoles(form);
  button.disabled = false;
}

async function changeRoles(form) {
  const roles = new FormData(form).getAll("roles");
  const answer = await ask("change_roles", { badge: form.dataset.roles, roles });
  if (!answer) return;
  if (answer.kind !== "refused") closeSheet();
  toast(answer.kind === "refused" ? refusalText(answer) : form.dataset.said, answer.kind === "refused" ? "refused" : "done");
}

/** Ask at a door whose answer is told once. It is not repeated by itself: nobody would see the first answer. */
async function tell(form) {
  const data = new FormData(form);
  const body = { id: newId(), ...Object.fromEntries(data) };
  if (data.has("roles")) body.roles = data.getAll("roles");
  if (data.has("role")) body.counter = body.counter || "";
  const answer = await post(form.dataset.door, body);
  if (answer === null) toast(form.dataset.noAnswer, "refused");
  else if (answer.kind === "refused") toast(refusalText(answer), "refused");
  else if (answer.pin) await openSheet(`${form.dataset.told}?badge=${encodeURIComponent(answer.badge)}`, { pin: answer.pin });
  else await showCode(form.dataset.told, answer);
}

/** Return the answer of a door, null if there was none to understand. */
async function post(url, body) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  const headers = { "Content-Type": "application/json", ...asking() };
  try {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal: late.signal });
    turnedAway(response);
    const answer = await response.json();
    return answer.kind ? answer : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function showCode(sheet, answer) {
  const url = answer.urls[0] || "";
  await openSheet(`${sheet}?name=${encodeURIComponent(answer.name)}`, { ...answer, page: url.split("#")[0] });
  const shown = document.querySelector("[data-expires]");
  if (!shown) return;
  countDown(shown, performance.now() + 1000 * answer.expires_s);
  const place = shown.querySelector("[data-qr]");
  if (place && url) await drawQr(place, url);
}

async function drawQr(place, url) {
  const response = await fetch("/devices/qr", { method: "POST", headers: { "Content-Type": "text/plain" }, body: url });
  if (response.ok) place.innerHTML = await response.text(); // drawn by our own server
}

/** Say how long the code is still good, until the sheet closes; then that it is not. */
function countDown(shown, endsAt) {
  const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (!left) shown.classList.add("over");
  shown.querySelector(".left").textContent = left ? fill(shown.dataset.left, { left: clock }) : shown.dataset.over;
  if (left && document.contains(shown)) setTimeout(() => countDown(shown, endsAt), 1000);
}

/** Ask for the counter where there is one, and suggest a name that nothing has yet, until somebody writes another. */
function atCounter(form) {
  const role = form.querySelector("[name=role]:checked");
  const counters = form.querySelector("[data-counters]");
  if (!role || !counters) return;
  counters.hidden = counters.disabled = role.value !== "counter";
  const counter = counters.querySelector(":checked");
  const suggested = role.value === "counter" && counter ? counter.dataset.suggest : role.dataset.suggest;
  const name = form.elements.namedItem("name");
  const all = Array.from(form.querySelectorAll("[data-suggest]"), (one) => one.dataset.suggest);
  if (!name.readOnly && (!name.value || all.includes(name.value))) name.value = suggested;
}
