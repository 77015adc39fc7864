// The packs page: files go up one by one, each by its path; then the form says for whom they are.

const form = document.querySelector("form.send");
const picked = document.getElementById("picked");
const problems = document.getElementById("problems");
const button = form.querySelector("button.main");
const label = button.querySelector("span");
const send = label.textContent;
let files = [];

for (const input of form.querySelectorAll("[data-files]")) {
  input.addEventListener("change", () => {
    files = [...input.files];
    // What was sent up before is not mixed with what is chosen now.
    form.elements.draft.value = form.elements.draft.dataset.another;
    const kb = Math.ceil(files.reduce((sum, file) => sum + file.size, 0) / 1000);
    const said = files.length === 1 ? form.dataset.chosenOne : form.dataset.chosen;
    picked.textContent = said.replace("{n}", files.length).replace("{kb}", kb.toLocaleString());
    picked.classList.toggle("has", files.length > 0);
  });
}

// Whoever names branches means these branches.
form.elements.sites.addEventListener("input", () => (form.elements.whom.value = "some"));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.disabled) goUp();
});

async function goUp() {
  button.disabled = true;
  try {
    for (const [at, file] of files.entries()) {
      label.textContent = form.dataset.sending.replace("{n}", at + 1).replace("{all}", files.length);
      await goesUp(file);
    }
    form.submit();
  } catch (error) {
    problems.hidden = false;
    problems.querySelector(".why").textContent = error.message;
    problems.scrollIntoView({ block: "nearest" });
    label.textContent = send;
    button.disabled = false;
  }
}

async function goesUp(file) {
  const path = new URLSearchParams({ path: file.webkitRelativePath || file.name });
  let answer;
  try {
    answer = await fetch(`/packs/drafts/${form.elements.draft.value}?${path}`, { method: "POST", body: file });
  } catch {
    throw new Error(form.dataset.lost);
  }
  if (answer.status === 422) {
    const told = await answer.json();
    throw new Error(`${file.name}: ${told.said}`);
  }
  if (!answer.ok) throw new Error(form.dataset.lost);
}
