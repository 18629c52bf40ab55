// On paper nothing can be opened: every table that is folded away is printed with its picture.
const folded = () => document.querySelectorAll("main details:not([open])");
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = Array.from(folded());
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  opened = [];
});

// A link to a question opens it.
function show() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.tagName === "DETAILS") target.open = true;
}
window.addEventListener("hashchange", show);
show();
