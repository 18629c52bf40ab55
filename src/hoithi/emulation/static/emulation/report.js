// The points a report would give, asked again while one types; without this the button "Tính thử" does the same.

const form = document.querySelector("form[data-points]");
const shown = document.getElementById("diem");
let waiting = 0;
let asking = null;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.points, { method: "POST", body: new FormData(form), signal: asking.signal });
    if (answer.ok) shown.innerHTML = await answer.text();
  } catch {
    // no network, or a newer question: what is shown stays
  }
}

if (form && shown) {
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 350);
  });
}
