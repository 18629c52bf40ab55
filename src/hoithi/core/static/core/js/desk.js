// The desk on phones; without scripts its navigation is pushed by hand and wide tables scroll in their frames.

// On phones the desk's navigation is one line to push: the page one is on is in sight.
const here = document.querySelector(".side > .stack > ul [aria-current]");
const show = () => { here.closest("ul").scrollLeft = here.offsetLeft - here.closest("ul").offsetLeft - 8; };
if (here) show();
if (here && document.fonts) document.fonts.ready.then(show);

// On phones a row of a table of words becomes a card: each cell keeps the name of its column, and the table its roles.
for (const table of document.querySelectorAll("table.cards")) {
  const heads = Array.from(table.querySelectorAll("thead th"), (head) => head.textContent.trim());
  table.setAttribute("role", "table");
  for (const group of [table.tHead, ...table.tBodies, table.tFoot]) if (group) group.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    const inHead = row.parentElement === table.tHead;
    row.setAttribute("role", "row");
    const lead = inHead ? null : row.querySelector("th") || row.cells[0];
    if (lead) lead.classList.add("card-head");
    let at = 0;
    for (const cell of row.cells) {
      cell.setAttribute("role", inHead ? "columnheader" : cell.tagName === "TH" ? "rowheader" : "cell");
      if (lead && cell !== lead && cell.colSpan === 1 && heads[at]) cell.dataset.head = heads[at];
      if (cell !== lead && cell.textContent.trim() === "–") cell.classList.add("nothing");
      at += cell.colSpan;
    }
  }
  table.classList.add("cards-ready");
}
