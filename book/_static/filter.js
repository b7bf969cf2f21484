// A box above the first table of the page that shows only the rows holding all the words typed into it.
// Without this script the table is whole.
(() => {
  const table = document.querySelector("article table");
  if (!table) return;
  const plain = (text) => language.normalise(text).replace(/(\d),(?=\d)/g, "$1").replace(/\s+/g, " ");
  const rows = [...table.tBodies[0].rows].map((row) => [row, plain(row.textContent)]);

  const form = document.querySelector("form.filter");
  const box = form.querySelector("input");
  const count = form.querySelector("p");

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
  show();
})();
