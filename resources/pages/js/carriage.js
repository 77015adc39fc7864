// Sticks are read in one after the other; each line says what came of a file and gives the answer to carry back.

const sticks = document.getElementById("sticks");
const came = document.getElementById("came");
const row = document.getElementById("row");
let turn = Promise.resolve();

sticks.addEventListener("change", () => {
  for (const file of sticks.files) {
    const line = addLine(file.name);
    turn = turn.then(() => readIn(file, line));
  }
  sticks.value = "";
});

function addLine(name) {
  document.getElementById("nothing").hidden = true;
  const line = row.content.firstElementChild.cloneNode(true);
  line.querySelector(".name").textContent = name;
  line.querySelector(".said").textContent = sticks.dataset.busy;
  came.prepend(line);
  return line;
}

async function readIn(file, line) {
  let told;
  try {
    const answer = await fetch("/carriage", { method: "POST", body: file });
    told = await answer.json();
  } catch {
    told = { well: false, said: sticks.dataset.lost };
  }
  line.classList.add(told.well ? "well" : "amiss");
  line.querySelector(".said").textContent = told.said;
  if (!told.receipts) return;
  line.querySelector(".name").textContent = told.branch;
  const bytes = Uint8Array.from(atob(told.receipts), (sign) => sign.charCodeAt(0));
  const link = line.querySelector("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = told.file;
  link.hidden = false;
}
