// One press: fetch a task, solve it in a worker, send the form with the answer. Without this script the form goes
// without an answer, and the server offers a code instead.
const worker = new URL("solve.js", import.meta.url);
let busy = false;

function solve(challenge) {
  return new Promise((resolve, reject) => {
    const solver = new Worker(worker, { type: "module" });
    solver.onmessage = ({ data }) => { solver.terminate(); data ? resolve(data) : reject(new Error("unsolved")); };
    solver.onerror = (event) => { solver.terminate(); reject(event); };
    solver.postMessage(challenge.parameters);
  });
}

async function answered(form) {
  const response = await fetch(form.dataset.vote, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!response.ok) return "";  // the server says why when the form arrives
  const challenge = await response.json();
  return btoa(JSON.stringify({ challenge, solution: await solve(challenge) }));
}

async function send(form) {
  const state = form.querySelector("[data-vote-state]");
  const button = form.querySelector("button");
  busy = true;
  button.setAttribute("aria-disabled", "true");
  state.textContent = form.dataset.busy;
  try {
    form.elements.altcha.value = await answered(form);
    form.submit();
  } catch {
    busy = false;
    button.removeAttribute("aria-disabled");
    state.textContent = form.dataset.failed;
  }
}

for (const form of document.querySelectorAll("form[data-vote]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!busy) send(form);
  });
}
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
