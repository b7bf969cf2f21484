// A box above the first table of the page that shows only the rows holding all the words typed into it.
// Without this script the table is whole.
(() => {
  const table = document.querySelector("article table");
  if (!table) return;
  const plain = (text) => language.normalise(text).replace(/(\d),(?=\d)/g, "$1").replace(/\s+/g, " ");
  const rows = [...table.tBodies[0].rows].map((row) => [row, plain(row.textContent)]);

  const form = document.createElement("form");
  form.className = "filter";
  form.role = "search";
  form.setAttribute("aria-label", "This table");
  const label = document.createElement("label");
  label.htmlFor = "filter";
  label.textContent = "Search this table, in English, Chinese or digits";
  const box = document.createElement("input");
  box.type = "search";
  box.id = "filter";
  box.autocomplete = "off";
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  form.append(label, box, count);

  const show = () => {
    const words = plain(box.value).split(" ").filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    count.textContent = `${shown} of ${rows.length} rows shown`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.value = "";
    show();
  });
  (table.closest(".table-box") || table).before(form);
  show();
})();
