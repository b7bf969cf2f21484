// The controls: find and choose an indicator and one beside it, mark places, set years and what is shown of a figure.
// `explore.makeControls(root, say)` returns what shows a view in them; `say` tells what those who listen must know.
explore.makeControls = (root, say) => {
  const MOST_FOUND = 8;
  const { data, indicators, byId, alike } = published;
  const { MOST_PLACES, SHOWS, go, placesOf, rangeOf } = explore;
  const form = root.append("form").attr("class", "explore-controls").attr("role", "search").attr("aria-label", "Choose what is shown");
  form.on("submit", (event) => event.preventDefault());
  const field = (into, name, text, kind = "select") => {
    const part = into.append("div").attr("class", `explore-${name}`);
    part.append("label").attr("for", `explore-${name}`).text(text);
    return { part, box: part.append(kind).attr("id", `explore-${name}`) };
  };
  const { part: finder, box: filter } = field(form, "filter", "Find an indicator", "input");
  filter.attr("type", "search").attr("autocomplete", "off").attr("placeholder", "Words, 中文 or a number: 336,000");
  const matches = finder.append("p").attr("role", "status");
  const found = finder.append("ul").attr("class", "explore-found");
  const { box: select } = field(form, "indicator", "Indicator");
  const choices = form.append("details").attr("class", "explore-choices");
  const summary = choices.append("summary");
  const inner = choices.append("div");
  const placesBox = inner.append("fieldset").attr("class", "explore-places");
  const placesHelp = placesBox.append("legend");
  const boxes = placesBox.append("div");
  const yearsBox = inner.append("fieldset").attr("class", "explore-years");
  yearsBox.append("legend").text("Years");
  const [fromBox, toBox] = ["From", "To"].map((name) =>
    yearsBox.append("label").text(`${name} `).append("select").attr("id", `explore-${name.toLowerCase()}`));
  const { box: showBox } = field(inner, "show", "Show");
  for (const key of Object.keys(SHOWS)) showBox.append("option").attr("value", key).text(SHOWS[key].name);
  const { box: beside } = field(inner, "beside", "Beside it");
  let shown = {};

  // On a telephone the controls are short, so that the chart is seen with them.
  const narrow = matchMedia("(max-width: 47.99rem)");
  const fold = () => choices.property("open", !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();

  const nameOf = ({ en, zh }) => `${en} ${zh}`;
  const plainOf = (entry) => language.fold(`${nameOf(entry)} ${entry.id}`);
  // A number finds the indicators that have it.
  const wordsOf = (text) => language.fold(text).split(" ").filter(Boolean);
  const numbersOf = ({ places }) => places.flatMap(({ figures }) => figures).flatMap((one) => [...wordsOf(one.text), ...wordsOf(one.printed)]);

  function find() {
    const words = wordsOf(filter.property("value"));
    const isIn = (entry, word) => plainOf(entry).includes(word) || (/^\d/.test(word) && numbersOf(entry).includes(word));
    const all = words.length ? indicators.filter((entry) => words.every((word) => isIn(entry, word))) : [];
    const more = all.length > MOST_FOUND ? `, of which ${MOST_FOUND} are listed` : "";
    matches.text(words.length ? `${language.count(all.length, "indicator")} found${more}` : "");
    found.selectAll("*").remove();
    for (const entry of all.slice(0, MOST_FOUND)) {
      const link = found.append("li").append("a").attr("href", `#indicator=${entry.id}`);
      link.append("span").text(`${entry.en} `);
      link.append("span").attr("lang", "zh-Hans").text(entry.zh);
    }
    return all;
  }

  const clear = () => { filter.property("value", ""); find(); };
  filter.on("input", find).on("keydown", (event) => {
    if (event.key === "Escape") clear();
    if (event.key !== "Enter") return;
    const [first] = find();
    if (first) go({ indicators: [first] });
  });
  select.on("change", () => go({ indicators: [select, beside].map((box) => byId.get(box.property("value"))).filter((one, n, all) => one && all.indexOf(one) === n) }));
  beside.on("change", () => go({ indicators: [shown.indicators[0], byId.get(beside.property("value"))].filter(Boolean) }));
  showBox.on("change", () => go({ show: showBox.property("value") }));
  fromBox.on("change", () => go({ from: +fromBox.property("value"), to: Math.max(+fromBox.property("value"), shown.to) }));
  toBox.on("change", () => go({ to: +toBox.property("value"), from: Math.min(+toBox.property("value"), shown.from) }));

  function group(box, label, entries) {
    if (!entries.length) return;
    const into = box.append("optgroup").attr("label", label);
    for (const entry of entries) into.append("option").attr("value", entry.id).text(nameOf(entry));
  }
  for (const [number, [, title]] of data.chapters.entries()) group(select, title, indicators.filter((entry) => entry.chapter === number));

  function listBeside([first, second]) {
    beside.selectAll("*").remove();
    beside.append("option").attr("value", "").text("None");
    // What is most often wanted beside it stands first; an entry stands once.
    group(beside, "Alike", alike(first).map(({ other }) => other));
    const held = new Set(beside.selectAll("option").nodes().map((option) => option.value));
    for (const [number, [, title]] of data.chapters.entries()) group(beside, title, indicators.filter((entry) => entry.chapter === number && entry !== first && !held.has(entry.id)));
    beside.property("value", second ? second.id : "");
  }

  function listPlaces(view) {
    const places = placesOf(view.indicators);
    boxes.attr("data-of", view.indicators.map(({ id }) => id).join()).selectAll("*").remove();
    for (const { slug, name } of places) {
      const label = boxes.append("label");
      label.append("input").attr("type", "checkbox").attr("value", slug).on("change", () => {
        const marked = new Set(boxes.selectAll("input:checked").nodes().map((box) => box.value));
        go({ places: places.filter((each) => marked.has(each.slug)) });
      });
      const held = view.indicators.flatMap((one) => one.places.filter((place) => place.slug === slug));
      const count = held.reduce((sum, { figures }) => sum + figures.length, 0);
      label.append("span").text(name);
      label.append("span").attr("class", "explore-quiet").text(count).attr("title", language.count(count, "figure"));
    }
  }

  function showPlaces(view) {
    if (boxes.attr("data-of") !== view.indicators.map(({ id }) => id).join()) listPlaces(view);
    const slugs = view.places.map((place) => place.slug);
    const isFull = slugs.length === MOST_PLACES;
    boxes.selectAll("input").property("checked", function () { return slugs.includes(this.value); })
      // The last place stays, and a fifth would need a colour that nobody can tell apart.
      .attr("aria-disabled", function () { return this.checked ? slugs.length === 1 || null : isFull || null; })
      .on("click", (event) => {
        if (!event.currentTarget.getAttribute("aria-disabled")) return;
        event.preventDefault();
        say(event.currentTarget.checked ? `No more than ${MOST_PLACES} places can be shown at once.` : "One place stays chosen.");
      });
    placesHelp.text(boxes.selectAll("input").size() > MOST_PLACES ? "Places, four at most" : "Places");
  }

  function showYears(view) {
    const [first, last] = rangeOf(view.indicators);
    const years = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    for (const [box, value] of [[fromBox, view.from], [toBox, view.to]]) {
      box.selectAll("option").data(years).join("option").attr("value", (year) => year).text((year) => year);
      box.property("value", value);
    }
  }

  // What is not known stands in no box.
  return (view) => {
    const isKnown = Boolean(view.indicators);
    choices.attr("hidden", isKnown ? null : true);
    if (!isKnown) {
      select.property("selectedIndex", -1);
      return;
    }
    if (shown.indicators && shown.indicators[0] !== view.indicators[0]) clear();
    shown = view;
    select.property("value", view.indicators[0].id);
    listBeside(view.indicators);
    showBox.property("value", view.show);
    showPlaces(view);
    showYears(view);
    summary.text(`Places, years and more: ${explore.namesOf(view)}, ${explore.yearsText(view)}`);
  };
};
