// All together: the page as it stands for the view that its address names.
(() => {
  const { SHOWS, addressOf, chosen, compose, isView, titleOf } = explore;
  const root = d3.select("#explorer");
  root.selectAll("*").remove();
  const showControls = explore.makeControls(root, (message) => status.text(message));
  const problems = root.append("div").attr("class", "explore-problems").attr("role", "status");
  const shown = root.append("section").attr("class", "explore-shown").attr("aria-labelledby", "explore-title");
  const title = shown.append("h2").attr("id", "explore-title");
  const subtitle = shown.append("p").attr("class", "explore-subtitle");
  const panels = shown.append("div").attr("class", "explore-panels");
  const detail = shown.append("div").attr("class", "explore-detail");
  const actions = shown.append("p").attr("class", "explore-actions");
  const csv = actions.append("a").attr("class", "explore-csv");
  const button = (text) => actions.append("button").attr("type", "button").text(text);
  const pictures = [["png", button("Picture, PNG")], ["svg", button("Picture, SVG")]];
  const copies = [["Citation", button("Copy citation"), explore.citationOf], ["Link", button("Copy link"), explore.linkTo]];
  const cite = shown.append("details").attr("class", "explore-quiet explore-cite");
  cite.append("summary").text("Cite this figure");
  const cited = cite.append("p").attr("class", "explore-citation");
  const bibtex = cite.append("pre").append("code");
  const ris = cite.append("p").append("a").text("RIS, for Zotero, EndNote and Mendeley");
  const status = root.append("p").attr("role", "status").attr("class", "explore-status");
  const rest = shown.append("div");
  let view = {};
  let parts = [];
  let charts = [];
  let drawnAt = 0;

  for (const [what, made, textOf] of copies) made.on("click", async () => {
    try {
      await navigator.clipboard.writeText(textOf(view));
      status.text(`${what} copied.`);
    } catch {
      status.text(what === "Link" ? "The browser refused; copy the address from its address bar." : "The browser refused; copy it from the page.");
    }
  });
  for (const [kind, made] of pictures) made.on("click", async () => {
    try {
      await explore.savePicture(kind, view, charts.map(({ box, lead, panel }) => ({
        panel, svg: box.select("svg").node(), lead: [...lead.node().children].map((part) => part.textContent), title: panel.indicator.en,
      })));
    } catch {
      status.text("The browser could not draw the picture; try the other format.");
    }
  });

  // Each panel has its own axis; all share their years.
  function build() {
    panels.selectAll("*").remove();
    panels.classed("two", view.panels.length > 1);
    return view.panels.map((panel) => {
      const into = panels.append("div").attr("class", "explore-panel");
      if (view.panels.length > 1) into.append("h3").text(panel.indicator.en);
      const lead = into.append("p").attr("class", "explore-lead");
      explore.lead(lead, panel);
      if (panel.lines.filter((line) => line.drawn.length).length > 1) {
        const { text, isBad } = explore.warn(panel);
        into.append("p").attr("class", "explore-warning").classed("not", isBad).text(text);
      }
      return { panel, into, lead, box: into.append("div").attr("class", "explore-chart") };
    });
  }

  // What cannot be drawn is said: the figures one by one, or why there are none.
  function sayInstead({ panel, box }) {
    box.selectAll("*").remove();
    if (panel.shown.length) {
      explore.describe(box.append("div").attr("class", "explore-figures"), panel.shown, panel.show);
    } else if (panel.figures.length) {
      box.append("p").text(`${SHOWS[panel.show].name}: none can be given.`);
      explore.listRefusals(box, panel);
    } else {
      box.append("p").text("No figure in these years.");
    }
  }

  function draw() {
    drawnAt = panels.node().clientWidth;
    const drawn = parts.filter(({ panel }) => panel.lines.some((line) => line.drawn.length > 1));
    const tell = explore.describe(detail, drawn.flatMap(({ panel }) => panel.lines.flatMap((line) => line.drawn)), view.show);
    for (const each of parts.filter((one) => !drawn.includes(one))) sayInstead(each);
    // The first panel is drawn last: its figure of the book's year is the one in words.
    for (const { panel, box } of [...drawn].reverse()) {
      explore.drawChart(box, panel, `Chart: ${panel.indicator.en}, ${subtitle.text()} Arrow keys go from figure to figure.`, tell);
    }
    for (const each of parts) each.box.classed("drawn", drawn.includes(each));
    detail.attr("hidden", drawn.length ? null : true);
    for (const [, made] of pictures) made.attr("hidden", drawn.length ? null : true);
    charts = drawn;
  }

  function tellProblems() {
    problems.selectAll("*").remove();
    for (const { text, close } of view.problems) {
      const line = problems.append("p").attr("class", "explore-warning not").text(`${text} `);
      if (close.length) line.append("span").text("Is one of these meant? ");
      else if (!view.indicators) line.append("span").text("Choose one above, or from the list below.");
      for (const { name, address } of close) line.append("a").attr("href", address).text(name);
    }
  }

  function show() {
    view = chosen();
    showControls(view);
    tellProblems();
    shown.attr("hidden", view.indicators ? null : true);
    root.classed("refused", !view.indicators);
    status.text("");
    if (!view.indicators) return;
    view = compose(view);
    title.text(titleOf(view));
    subtitle.text(explore.subtitleOf(view));
    parts = build();
    draw();
    explore.offerCsv(csv, view);
    cited.text(explore.citationOf(view));
    bibtex.text(explore.bibtexOf(view));
    explore.offerRis(ris, view);
    rest.selectAll("*").remove();
    for (const panel of view.panels) {
      if (view.panels.length > 1) rest.append("h3").text(panel.indicator.en);
      explore.explain(rest, panel);
    }
    explore.listSources(rest, view);
    language.markChineseIn(shown.node());
    const said = [];
    for (const panel of view.panels) {
      const breaks = panel.letters.size ? `, ${language.count(panel.letters.size, "break")}` : "";
      said.push(`${panel.indicator.en}: ${language.count(panel.figures.length, "figure")}${breaks}.`);
      if (view.places.length > 1) said.push(explore.warn(panel).text);
    }
    status.text(said.join(" "));
  }

  // A short address names indicators alone, as the links of the lists do; it would also mark the row of the list.
  function complete() {
    const asked = chosen();
    const isShort = location.hash && isView() && !new URLSearchParams(location.hash.slice(1)).has("places") && !asked.problems.length;
    if (isShort) location.replace(addressOf(asked));
    return isShort;
  }
  let address = location.hash;
  addEventListener("hashchange", () => {
    // Who goes to a part of the page keeps the view, and its address.
    if (!isView()) return history.replaceState(null, "", address || location.pathname + location.search);
    address = location.hash;
    if (!complete()) return show();
    title.attr("tabindex", -1).node().focus({ preventScroll: true });
    root.node().scrollIntoView();
  });
  if (complete()) scrollTo(0, 0);
  new ResizeObserver(([entry]) => {
    if (view.panels && Math.round(entry.contentRect.width) !== drawnAt && panels.node().clientWidth) draw();
  }).observe(panels.node());
  show();
})();
