// A long <select> becomes a box one types into; letters without diacritics find words with them.

function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().trim();
}

function enhance(root, number) {
  const select = root.querySelector("select");
  const box = root.querySelector("[data-picker-search]");
  const input = box.querySelector("input");
  const options = Array.from(select.options).filter((o) => o.value).map((o) => ({ value: o.value, text: o.text, key: fold(o.text) }));
  const list = document.createElement("ul");
  const none = document.createElement("p");
  let shown = [];
  let at = -1;

  list.id = "picker-" + number;
  list.className = "combo-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  none.className = "combo-none combo-list";
  none.textContent = root.dataset.none;
  none.hidden = true;
  none.setAttribute("role", "status");
  box.querySelector("button").hidden = true;
  box.classList.add("combo");
  box.append(list, none);
  select.hidden = true;
  select.tabIndex = -1;

  const label = document.querySelector('label[for="' + select.id + '"]');
  input.id = select.id + "_q";
  if (label) { label.htmlFor = input.id; input.removeAttribute("aria-label"); list.setAttribute("aria-label", label.textContent); }
  input.removeAttribute("name");
  input.type = "text";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  if (select.required) { select.required = false; input.required = true; }
  const chosen = options.find((o) => o.value === select.value);
  input.value = chosen ? chosen.text : "";

  function close() {
    list.hidden = none.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    select.value = option.value;
    input.value = option.text;
    input.setCustomValidity("");
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  }

  function point(index) {
    at = index;
    Array.from(list.children).forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    const row = list.children[at];
    if (!row) return;
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  function show() {
    const words = fold(input.value).split(/\s+/);
    shown = options.filter((o) => words.every((word) => o.key.includes(word))).slice(0, 60);
    list.textContent = "";
    shown.forEach((option, i) => {
      const row = document.createElement("li");
      row.id = list.id + "-" + i;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = option.text;
      row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      list.append(row);
    });
    list.hidden = !shown.length;
    none.hidden = Boolean(shown.length);
    input.setAttribute("aria-expanded", String(Boolean(shown.length)));
    at = -1;
  }

  input.addEventListener("input", () => { select.value = ""; show(); });
  input.addEventListener("focus", () => { input.select(); });
  input.addEventListener("click", show);
  input.addEventListener("blur", () => {
    close();
    const exact = options.find((o) => o.key === fold(input.value));
    if (exact && !select.value) choose(exact);
    if (!select.value) input.value = "";
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point((at + step + shown.length) % (shown.length || 1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (shown[at] || shown.length === 1) choose(shown[Math.max(at, 0)]);
    } else if (event.key === "Escape") {
      close();
    }
  });
}

document.querySelectorAll("[data-picker]").forEach(enhance);
