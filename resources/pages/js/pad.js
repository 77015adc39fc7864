// A form of digits with its own big keypad. It takes the keys of a keyboard as well, moves on by itself from field to
// field and step to step, and says in plain words why something was refused and how long to wait.

import { leave } from "./doors.js";
import { refusalText, words } from "./words.js";

const PATIENCE_MS = 8000;
/** What no form here can mend. */
const ELSEWHERE = ["not_paired", "sign_in_needed", "page_locked"];

export class Pad {
  /** Lead through `form`; `done(answer)` is called once the service has said yes. */
  constructor(form, done) {
    this.form = form;
    this.done = done;
    this.steps = Array.from(form.querySelectorAll(".step"));
    this.at = 0;
    this.waitUntil = 0;
    this.waitFor = "";
    this.button = form.querySelector("[type=submit]");
    this.told = form.querySelector(".refusal");
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("input", (event) => this.typed(event.target));
    form.addEventListener("focusin", (event) => this.focused(event.target));
    form.addEventListener("click", (event) => this.tapped(event.target.closest("button")));
    // A finger on the keypad leaves the caret where it is.
    const keypad = form.querySelector(".keypad");
    if (keypad) keypad.addEventListener("mousedown", (event) => event.preventDefault());
    setInterval(() => this.countDown(), 1000);
    this.show(0);
  }

  /** Begin anew: nothing typed, nothing told. */
  begin() {
    for (const field of this.fields()) field.value = field.dataset.begin || "";
    this.say("");
    this.show(0);
  }

  fields(place = this.form) {
    return Array.from(place.querySelectorAll("input"));
  }

  get step() {
    return this.steps[this.at];
  }

  show(at) {
    this.at = at;
    this.steps.forEach((step, place) => (step.hidden = place !== at));
    this.form.classList.toggle("padless", !this.step.querySelector("[inputmode]"));
    const back = this.form.querySelector("[data-back]");
    if (back) back.hidden = at === 0;
    const first = this.emptyField() || this.fields(this.step)[0];
    if (first) this.enter(first);
    this.label();
  }

  enter(field) {
    this.field = field;
    field.focus({ preventScroll: true });
  }

  focused(target) {
    if (target.tagName === "INPUT") this.field = target;
    this.label();
  }

  emptyField() {
    return this.fields(this.step).find((field) => !field.value);
  }

  /** The big button says what comes next. */
  label() {
    const last = this.at === this.steps.length - 1;
    const others = this.fields(this.step).filter((field) => field !== this.field);
    const ends = last && !others.some((field) => !field.value);
    const word = ends ? this.button.dataset.end : this.step.dataset.on || this.button.dataset.on;
    this.button.querySelector("span").textContent = word;
  }

  typed(field) {
    if (field.inputMode === "none") {
      // Full-width digits of a Chinese input method are digits.
      const digits = field.value.normalize("NFKC").replace(/[^0-9]/g, "").slice(0, Number(field.dataset.most));
      if (digits !== field.value) field.value = digits;
    }
    if (!this.waiting()) this.say("");
    this.countDown();
    this.label();
  }

  tapped(button) {
    if (!button) return;
    if ("back" in button.dataset) this.show(this.at - 1);
    if (button.dataset.take) this.take(button.dataset.take);
    if (button.dataset.key) this.press(button.dataset.key);
  }

  take(text) {
    this.field.value = text;
    this.typed(this.field);
  }

  press(key) {
    const { field } = this;
    if (!field || field.disabled) return;
    if (key === "clear") field.value = "";
    else if (isChosen(field)) field.value = key === "erase" ? "" : key;
    else if (key === "erase") field.value = field.value.slice(0, -1);
    else field.value += key;
    this.typed(field);
  }

  /** A key pressed anywhere on the page means this form; returns whether it was one of its keys. */
  pressed({ key, ctrlKey, metaKey, altKey, target }) {
    if (ctrlKey || metaKey || altKey || target.tagName === "INPUT" || !this.field) return false;
    if (!/^[0-9]$/.test(key) && key !== "Backspace") return false;
    this.press(key === "Backspace" ? "erase" : key);
    this.field.focus({ preventScroll: true });
    return true;
  }

  async submitted(event) {
    event.preventDefault();
    if (this.sending || this.waiting()) return;
    const empty = this.emptyField();
    if (empty) {
      // On the way to the next field nothing is amiss; with nowhere to go it is said what is missing.
      if (empty === this.field) this.say(words.door.empty);
      this.enter(empty);
      this.label();
    } else if (this.amiss()) this.mend(this.amiss(), this.amiss().dataset.amiss);
    else if (!this.agrees()) this.mend(this.again(), words.door.not_same);
    else if (this.at < this.steps.length - 1) this.show(this.at + 1);
    else await this.send();
  }

  /** A field that breaks the rule which stands beside it. */
  amiss() {
    return this.fields(this.step).find((field) => field.validity.patternMismatch);
  }

  again() {
    return this.step.querySelector("[data-same]");
  }

  agrees() {
    const again = this.again();
    return !again || again.value === this.form.elements[again.dataset.same].value;
  }

  /** Say what is wrong with a field; a PIN, which nobody can see, is typed anew, and both times. */
  mend(field, text) {
    const hidden = this.fields(this.step).filter((one) => one.classList.contains("secret"));
    for (const one of hidden) one.value = "";
    this.enter(hidden[0] || field);
    this.label();
    this.say(text);
  }

  async send() {
    const given = this.fields().filter((field) => !field.dataset.same);
    this.busy(true);
    const body = Object.fromEntries(given.map((field) => [field.name || field.dataset.name, field.value]));
    const answer = await post(this.form.dataset.post, body);
    this.busy(false);
    if (!answer) this.say(words.door.no_answer);
    else if (answer.kind === "refused") this.refuse(answer);
    else this.done(answer);
  }

  busy(sending) {
    this.sending = sending;
    this.button.disabled = sending;
  }

  refuse(answer) {
    const { code, details = {} } = answer;
    if (ELSEWHERE.includes(code)) {
      leave(code, this.form.dataset.next);
      return;
    }
    for (const field of this.fields()) if (field.classList.contains("secret")) field.value = "";
    const mends = (step) => (step.dataset.refusals || "").split(" ").includes(code);
    const at = this.steps.findIndex(mends);
    this.show(at < 0 ? this.at : at);
    this.field.select(); // the next digit begins anew
    const wait_s = Number(details.wait_s);
    if (code === "too_many_tries" && wait_s > 0) this.waitFrom(wait_s);
    else this.say(words.door[this.asWhat(code)] || refusalText(answer));
  }

  /** Where nobody was asked for a badge, only the PIN can be wrong. */
  asWhat(code) {
    return code === "wrong_badge_or_pin" && !this.form.elements.badge ? "wrong_pin" : code;
  }

  waitFrom(seconds) {
    this.waitUntil = performance.now() + 1000 * seconds;
    this.waitFor = this.whose();
    this.button.disabled = true;
    this.sayWait();
  }

  /** Whose tries are counted: another badge need not wait. */
  whose() {
    const badge = this.form.elements.badge;
    return badge ? badge.value : "";
  }

  waiting() {
    return performance.now() < this.waitUntil && this.whose() === this.waitFor;
  }

  countDown() {
    const waits = this.waiting();
    if (!this.sending) this.button.disabled = waits;
    const number = this.told.querySelector("b");
    if (number && waits && this.inMinutes === this.isLong()) number.textContent = this.left();
    else if (number && waits) this.sayWait();
    else if (number) this.say(words.door.waited);
  }

  secondsLeft() {
    return Math.ceil((this.waitUntil - performance.now()) / 1000);
  }

  isLong() {
    return this.secondsLeft() > 60;
  }

  /** Minutes while the wait is long, then seconds. */
  left() {
    return this.isLong() ? Math.ceil(this.secondsLeft() / 60) : this.secondsLeft();
  }

  /** The sentence is read out once; the number that is seen goes on in silence. */
  sayWait() {
    this.inMinutes = this.isLong();
    const [before, after] = words.door[this.inMinutes ? "wait_long" : "wait"].split("{n}");
    const read = document.createElement("span");
    read.className = "read-only";
    read.textContent = before + this.left() + after;
    const seen = document.createElement("span");
    seen.setAttribute("aria-hidden", "true");
    const number = document.createElement("b");
    number.textContent = this.left();
    seen.append(before, number, after);
    this.told.textContent = "";
    this.told.append(read, seen);
  }

  say(text) {
    this.told.textContent = text;
  }
}

/** Tell whether all that stands in a field is marked: what is typed then takes its place. */
function isChosen(field) {
  return field.value && field.selectionStart === 0 && field.selectionEnd === field.value.length;
}

/** Post to a door and return its answer, null when there was none. */
export async function post(url, body) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  const headers = { "Content-Type": "application/json" };
  try {
    const init = { method: "POST", headers, body: JSON.stringify(body), signal: late.signal };
    const answer = await (await fetch(url, init)).json();
    return answer.kind || !answer.detail ? answer : { kind: "refused", code: "malformed" };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
