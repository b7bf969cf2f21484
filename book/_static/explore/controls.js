// The controls: find and choose an indicator, mark places, set years.
// `explore.makeControls(root, say)` returns what shows a view in them; `say` tells what those who listen must know.
explore.makeControls = (root, say) => {
  const { data, indicators, byId, yearsOf } = published;
  const { MOST_PLACES, chosen, go } = explore;
  const form = root.append("form").attr("class", "explore-controls").attr("role", "search").attr("aria-label", "Choose what is shown");
  form.on("submit", (event) => event.preventDefault());
  const chooser = form.append("div").attr("class", "explore-indicator");
  chooser.append("label").attr("for", "explore-filter").text("Find an indicator");
  const filter = chooser.append("input").attr("type", "search").attr("id", "explore-filter").attr("autocomplete", "off").attr("placeholder", "In English or Chinese: patents, 法院 …");
  chooser.append("label").attr("for", "explore-indicator").text("Indicator");
  const select = chooser.append("select").attr("id", "explore-indicator");
  const matches = chooser.append("p").attr("role", "status");
  const choices = form.append("details").attr("class", "explore-choices");
  const summary = choices.append("summary");
  const placesBox = choices.append("fieldset").attr("class", "explore-places");
  const placesHelp = placesBox.append("legend");
  const boxes = placesBox.append("div");
  const yearsBox = choices.append("fieldset").attr("class", "explore-years");
  yearsBox.append("legend").text("Years");
  const [fromBox, toBox] = ["From", "To"].map((name) =>
    yearsBox.append("label").text(`${name} `).append("select").attr("id", `explore-${name.toLowerCase()}`));

  // On a telephone the controls are short, so that the chart is seen with them.
  const narrow = matchMedia("(max-width: 47.99rem)");
  const fold = () => {
    select.attr("size", narrow.matches ? null : 6);
    choices.property("open", !narrow.matches);
  };
  narrow.addEventListener("change", fold);
  fold();

  const isListed = (id) => [...select.node().options].some((option) => option.value === id);

  function listIndicators() {
    const words = language.normalise(filter.property("value")).split(/\s+/).filter(Boolean);
    const current = chosen().indicator;
    const found = indicators.filter((entry) => words.every((word) => language.normalise(`${entry.en} ${entry.zh} ${entry.id}`).includes(word)));
    select.selectAll("*").remove();
    data.chapters.forEach(([, title], number) => {
      const entries = found.filter((entry) => entry.chapter === number);
      if (!entries.length) return;
      const group = select.append("optgroup").attr("label", title);
      for (const entry of entries) {
        group.append("option").attr("value", entry.id).property("selected", entry === current).text(`${entry.en} ${entry.zh}`);
      }
    });
    if (!words.length || !isListed(current.id)) select.property("selectedIndex", -1);
    select.property("value", current.id);
    matches.text(words.length ? `${language.count(found.length, "indicator")} found` : narrow.matches ? "" : `${indicators.length} indicators`);
  }

  filter.on("input", listIndicators).on("keydown", (event) => {
    if (event.key === "Escape") {
      filter.property("value", "");
      listIndicators();
    } else if (event.key === "Enter" && select.node().options.length) {
      go({ indicator: byId.get(select.node().options[0].value) });
    }
  });
  select.on("change", () => go({ indicator: byId.get(select.property("value")) }));
  fromBox.on("change", () => go({ from: +fromBox.property("value"), to: Math.max(+fromBox.property("value"), chosen().to) }));
  toBox.on("change", () => go({ to: +toBox.property("value"), from: Math.min(+toBox.property("value"), chosen().from) }));

  function listPlaces({ indicator }) {
    boxes.attr("data-of", indicator.id).selectAll("*").remove();
    for (const place of indicator.places) {
      const label = boxes.append("label");
      label.append("input").attr("type", "checkbox").attr("value", place.slug).on("change", () => {
        const marked = new Set(boxes.selectAll("input:checked").nodes().map((box) => box.value));
        go({ places: indicator.places.filter((each) => marked.has(each.slug)) });
      });
      const count = place.points.length + place.undated.length + place.others.length;
      label.append("span").text(place.name);
      label.append("span").attr("class", "explore-quiet").text(count).attr("title", language.count(count, "figure"));
    }
  }

  function showPlaces(view) {
    if (boxes.attr("data-of") !== view.indicator.id) listPlaces(view);
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
    placesHelp.text(view.indicator.places.length > MOST_PLACES ? "Places, four at most" : "Places");
  }

  function showYears(view) {
    const [first, last] = yearsOf(view.indicator);
    const years = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    for (const [box, value] of [[fromBox, view.from], [toBox, view.to]]) {
      box.selectAll("option").data(years).join("option").attr("value", (year) => year).text((year) => year);
      box.property("value", value);
    }
  }

  listIndicators();
  return (view) => {
    if (select.property("value") !== view.indicator.id) {
      if (!isListed(view.indicator.id)) filter.property("value", "");
      listIndicators();
    }
    showPlaces(view);
    showYears(view);
    summary.text(`Places and years: ${explore.namesOf(view)}, ${explore.yearsText(view)}`);
  };
};
