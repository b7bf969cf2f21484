// All published figures as a table that is searched, filtered and sorted, and filled as it is read: fifty rows at a time
// come as the reader nears them, and go again when far away. What is chosen stands in the address.
(() => {
  const home = document.getElementById("figures-list");
  const STEP = 50;
  const NEAR = "1200px 0px";
  const all = [...published.figures.values()];
  const COLUMNS = [
    { id: "indicator", name: "Indicator", key: (one) => one.indicator.en },
    { id: "place", name: "Place", key: (one) => one.place },
    { id: "period", name: "Period", key: (one) => one.period },
    { id: "number", name: "Number", key: (one) => one.value },
    { id: "unit", name: "Unit", key: (one) => one.indicator.unit },
    { id: "printed", name: "As printed" },
    { id: "source", name: "Source", key: (one) => one.source.name },
    { id: "grade", name: "Grade", key: (one) => one.source.grade },
  ];
  const isWord = (text) => /^[a-z]/i.test(text);
  const printed = (one) => `${one.printed}${isWord(one.printedUnit) ? " " : ""}${one.printedUnit}`;

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // A table whose rows are set as blocks on a telephone keeps its meaning by roles.
  const cell = (name, role, className, ...children) => {
    const made = make(name, { className }, ...children);
    made.setAttribute("role", role);
    return made;
  };

  const texts = new Map(all.map((one) => [one, language.fold([
    one.indicator.en, one.indicator.zh, one.indicator.id, one.place, one.when, one.period, one.text, one.indicator.unit,
    printed(one), one.source.name, one.source.about,
  ].join("\n"))]));

  // What is chosen: words, place, year, grade, and the order.
  const FIELDS = ["q", "place", "year", "grade", "sort"];
  const chosen = {};
  const readAddress = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of FIELDS) chosen[field] = given.get(field) || "";
  };
  // Called last: Safari refuses too many in a row.
  const writeAddress = () => {
    const kept = FIELDS.filter((field) => chosen[field]);
    const words = kept.map((field) => `${field}=${encodeURIComponent(chosen[field])}`).join("&");
    history.replaceState(null, "", words ? `#${words}` : location.pathname + location.search);
  };

  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const choose = () => {
    const words = language.fold(chosen.q).split(" ").filter(Boolean);
    const year = Number(chosen.year);
    const found = all.filter((one) => words.every((word) => texts.get(one).includes(word))
      && (!chosen.place || one.place === chosen.place)
      && (!chosen.year || (one.year <= year && year <= one.lastYear))
      && (!chosen.grade || one.source.grade === chosen.grade));
    const [, id, down] = /^(\w+?)(-down)?$/.exec(chosen.sort) || [];
    const column = COLUMNS.find((each) => each.key && each.id === id);
    if (!column) return found;
    const order = id === "number" ? (a, b) => a - b : compare;
    return found.sort((a, b) => (down ? -1 : 1) * order(column.key(a), column.key(b)));
  };

  // The form above.
  const form = make("form", { className: "filter figures-filter" });
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "These figures");
  const fields = {};
  const addField = (name, words, field) => {
    fields[name] = Object.assign(field, { id: `figures-${name}`, name });
    form.append(make("p", { className: `figures-${name}` }, make("label", { htmlFor: field.id }, words), field));
    field.addEventListener("input", () => {
      chosen[name] = field.value;
      show();
      writeAddress();
    });
  };
  const select = (first, values) =>
    make("select", {}, ...[["", first], ...values.map((value) => [value, value])].map(([value, words]) =>
      make("option", { value }, String(words))));
  const unique = (values) => [...new Set(values)];
  const years = unique(all.flatMap((one) => [one.year, one.lastYear])).sort((a, b) => b - a);
  addField("q", "Words, in English, Chinese or digits", make("input", { type: "search", autocomplete: "off" }));
  addField("place", "Place", select("All places", unique(all.map((one) => one.place)).sort(compare)));
  addField("year", "Year", select("All years", years));
  addField("grade", "Grade", select("All grades", unique(all.map((one) => one.source.grade)).sort()));
  const count = make("p", { className: "figures-count" });
  count.setAttribute("role", "status");
  form.append(count);
  form.addEventListener("submit", (event) => event.preventDefault());

  // The table.
  const heads = COLUMNS.map(({ id, name, key }) => {
    const head = cell("th", "columnheader", `figures-${id}`, name);
    head.scope = "col";
    if (!key) return head;
    const button = make("button", { type: "button", className: "sort" }, name);
    button.addEventListener("click", () => {
      chosen.sort = chosen.sort === id ? `${id}-down` : chosen.sort === `${id}-down` ? "" : id;
      show();
      writeAddress();
    });
    head.replaceChildren(button);
    return head;
  });
  const head = cell("thead", "rowgroup", "", cell("tr", "row", "", ...heads));
  const table = cell("table", "table", "table all-figures", make("caption", { className: "visually-hidden" }, "All figures"), head);
  home.append(form, make("div", { className: "table-box" }, table));

  const link = (address, words) => make("a", { href: address }, words);
  const rowOf = (one, position) => {
    const { indicator, source } = one;
    const number = link(source.address ? source.address + one.address : `explore.html#indicator=${indicator.id}`, one.text);
    number.className = "number";
    number.dataset.figures = one.id;
    number.setAttribute("aria-haspopup", "dialog");
    number.title = `${one.exactness}.`;
    const name = cell("th", "rowheader", "figures-indicator", indicator.en);
    name.scope = "row";
    const row = cell("tr", "row", "", name,
      cell("td", "cell", "figures-place", one.place),
      cell("td", "cell", "figures-period", one.when),
      cell("td", "cell", "figures-number", number),
      cell("td", "cell", "figures-unit", indicator.unit),
      cell("td", "cell", "figures-printed", ...language.markChinese(printed(one))),
      cell("td", "cell", "figures-source", ...(source.address ? [make("a", { href: source.address }, ...language.markChinese(source.name))] : language.markChinese(source.name))),
      cell("td", "cell", "figures-grade", source.grade));
    row.setAttribute("aria-rowindex", position + 2);
    return row;
  };

  // Each fifty rows are a body of the table, empty but as high as they are until they are near.
  let height = 45;
  const parts = new Map();
  const fill = (body) => {
    const part = parts.get(body);
    if (!part || part.filled) return;
    part.filled = true;
    body.replaceChildren(...part.rows.map((one, n) => rowOf(one, part.start + n)));
  };
  const empty = (body) => {
    const part = parts.get(body);
    // The number whose card is open stays, so that the focus finds back to it.
    if (!part || body.contains(document.activeElement) || body.querySelector("[aria-expanded]")) return;
    if (part.filled) part.height = body.offsetHeight;
    part.filled = false;
    const room = cell("td", "cell", "figures-room");
    room.colSpan = COLUMNS.length;
    room.style.height = `${part.height || part.rows.length * height}px`;
    const row = make("tr", {}, room);
    row.setAttribute("aria-hidden", "true");
    body.replaceChildren(row);
  };
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) (isIntersecting ? fill : empty)(target);
  }, { rootMargin: NEAR });

  function show() {
    const found = choose();
    near.disconnect();
    for (const body of parts.keys()) body.remove();
    parts.clear();
    for (let start = 0; start < found.length; start += STEP) {
      const body = cell("tbody", "rowgroup", "");
      parts.set(body, { start, rows: found.slice(start, start + STEP) });
      table.append(body);
      if (start) {
        empty(body);
      } else {
        fill(body);
        height = body.offsetHeight / body.rows.length;
      }
      near.observe(body);
    }
    table.setAttribute("aria-rowcount", found.length + 1);
    for (const [n, { id, key }] of COLUMNS.entries()) {
      if (key) heads[n].setAttribute("aria-sort", { [id]: "ascending", [`${id}-down`]: "descending" }[chosen.sort] || "none");
    }
    count.textContent = `${found.length} of ${language.count(all.length, "figure")}`;
    for (const [name, field] of Object.entries(fields)) if (field.value !== chosen[name]) field.value = chosen[name];
  }

  const open = () => {
    readAddress();
    show();
  };
  // Who goes to a part of the page keeps the choice, and its address.
  addEventListener("hashchange", () => (document.getElementById(location.hash.slice(1)) ? writeAddress() : open()));
  addEventListener("beforeprint", () => [...parts.keys()].forEach(fill));
  // What is copied has all the rows that are marked, also those far away.
  document.addEventListener("copy", () => {
    const far = [...parts.keys()].filter((body) => !parts.get(body).filled && getSelection().containsNode(body, true));
    far.forEach(fill);
    setTimeout(() => far.forEach(empty));
  }, true);
  open();
})();
