// The words the script itself needs, sent with the page in its language.

export const words = JSON.parse(document.getElementById("words").textContent);

/** Return `text` with {name} filled from `values`. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => (name in values ? values[name] : ""));
}

/** Return what a refusal means and what to do now. */
export function refusalText({ code, details = {} }) {
  const counter = words.counters[details.counter] || details.counter || "";
  const values = {
    ...details,
    code,
    counter,
    at: counter ? fill(words.say.at, { counter }) : "",
    status: words.status[details.status] || details.status || "",
  };
  return fill(words.refused[code] || words.refused.other, values);
}
