// Turns the shown fragment into a freshly rendered one and touches only what changed: a finger on its way down meets
// the button it aimed at, and two hundred rows whose minutes moved cost two hundred text nodes.

const changedAt = new WeakMap();

/** Make `shown` equal to `fresh`. Children of elements with data-keyed are matched by their data-key. */
export function patch(shown, fresh) {
  if (shown.isEqualNode(fresh)) return;
  if (shown.nodeType !== fresh.nodeType || shown.nodeName !== fresh.nodeName) shown.replaceWith(fresh);
  else if (shown.nodeType !== Node.ELEMENT_NODE) shown.data = fresh.data;
  else patchElement(shown, fresh);
}

function patchElement(shown, fresh) {
  if (shown.dataset.state !== fresh.dataset.state || shown.id !== fresh.id) {
    renewed(fresh);
    shown.replaceWith(fresh);
  } else if ("keyed" in fresh.dataset) {
    patchAttributes(shown, fresh);
    patchKeyed(shown, fresh);
  } else if (shown.childNodes.length === fresh.childNodes.length) {
    patchAttributes(shown, fresh);
    const next = Array.from(fresh.childNodes);
    Array.from(shown.childNodes).forEach((child, at) => patch(child, next[at]));
  } else {
    shown.replaceWith(fresh);
  }
}

function patchAttributes(shown, fresh) {
  for (const { name } of Array.from(shown.attributes)) {
    // What a person unfolded stays unfolded.
    if (!fresh.hasAttribute(name) && !(shown.nodeName === "DETAILS" && name === "open")) shown.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  if (shown.nodeName === "INPUT") shown.checked = fresh.checked;
}

function patchKeyed(shown, fresh) {
  const wanted = new Set(Array.from(fresh.children, (child) => child.dataset.key));
  const known = new Map();
  for (const child of Array.from(shown.children)) {
    if (wanted.has(child.dataset.key)) known.set(child.dataset.key, child);
    else child.remove();
  }
  let place = shown.firstElementChild;
  for (const next of Array.from(fresh.children)) {
    const mine = known.get(next.dataset.key);
    if (!mine) {
      shown.insertBefore(next, place);
      continue;
    }
    if (mine === place) place = place.nextElementSibling;
    else shown.insertBefore(mine, place);
    patch(mine, next);
  }
}

/** Note that the whole of `element` means something else from now on. */
export function renewed(element) {
  changedAt.set(element, performance.now());
}

/** Tell whether what is under the finger changed its meaning a moment ago: the second tap of a double tap. */
export function changedUnder(button) {
  const host = button.closest("[data-state], dialog");
  return Boolean(host) && performance.now() - (changedAt.get(host) || -Infinity) < 350;
}
