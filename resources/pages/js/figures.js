// Keeps a page of figures current: the stream says that something changed, the page fetches its board again.

import { patch } from "./patch.js";

const STALE_MS = 20000;
const AGES_MOVE_MS = 30000;

const board = document.getElementById("board");
const fresh = document.getElementById("fresh");

let source = null;
let heardAt = performance.now();
let fetchedAt = performance.now();
let due = false;
let fetching = false;
let failed = false;

function connect() {
  if (source) source.close();
  heardAt = performance.now();
  source = new EventSource("/events");
  source.addEventListener("view", () => heard(true));
  // The stream ends without a word, also where the session locked: the board says why.
  source.addEventListener("error", refresh);
  source.addEventListener("beat", () => heard(failed || performance.now() - fetchedAt > AGES_MOVE_MS));
}

function heard(changed) {
  heardAt = performance.now();
  if (changed) refresh();
  tell();
}

async function refresh() {
  due = true;
  if (fetching || document.hidden) return;
  fetching = true;
  while (due) {
    due = false;
    try {
      const response = await fetch(board.dataset.board);
      failed = !response.ok;
      // Whoever is not let in any more is told so by the page itself.
      if (response.redirected || response.status === 401 || response.status === 403) location.reload();
      else if (response.ok) draw(await response.text());
    } catch {
      // The next word of the stream asks again, and until then the page says that it may be out of date.
      failed = true;
    }
  }
  fetching = false;
  tell();
}

function draw(html) {
  const next = document.createElement(board.nodeName);
  next.innerHTML = html;
  for (const { name, value } of board.attributes) next.setAttribute(name, value);
  patch(board, next);
  fetchedAt = performance.now();
  failed = false;
  tell();
}

/** Say whether the page is live; one that is not stays readable and says so in words. */
function tell() {
  const live = !failed && performance.now() - Math.max(heardAt, fetchedAt) < STALE_MS;
  document.body.classList.toggle("stale", !live);
  const text = live ? fresh.dataset.live : fresh.dataset.lost;
  if (fresh.lastElementChild.textContent !== text) fresh.lastElementChild.textContent = text;
}

connect();
setInterval(() => {
  tell();
  if (performance.now() - heardAt > STALE_MS) connect();
}, 2000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
