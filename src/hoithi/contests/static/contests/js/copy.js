// "Chép": the text of a box to the clipboard; without scripts one selects it by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  if (!box || !navigator.clipboard) continue;
  const word = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(box.value).then(() => {
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = word; }, 2000);
    });
  });
}
