// Small comforts; every page works without them. No build step, syntax of 2017, no request to other hosts.

for (const details of document.querySelectorAll("details.drop, details.menu")) {
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A form sent twice by an impatient thumb is sent once.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

// Dropping a file on its frame is choosing it.
for (const frame of document.querySelectorAll("[data-file-drop]")) {
  const input = frame.querySelector("input[type=file]");
  const over = (on) => (event) => { event.preventDefault(); frame.classList.toggle("file-drop-over", on); };
  frame.addEventListener("dragover", over(true));
  frame.addEventListener("dragleave", over(false));
  frame.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
