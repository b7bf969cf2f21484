// All together: the page as it stands for the view that its address names.
(() => {
  const { addressOf, chosen, compose, namesOf, yearsText } = explore;
  const root = d3.select("#explorer");
  root.selectAll("*").remove();
  const showControls = explore.makeControls(root, (message) => status.text(message));
  const shown = root.append("section").attr("class", "explore-shown").attr("aria-labelledby", "explore-title");
  const title = shown.append("h2").attr("id", "explore-title");
  const subtitle = shown.append("p").attr("class", "explore-subtitle");
  const warning = shown.append("p").attr("class", "explore-warning");
  const chart = shown.append("div").attr("class", "explore-chart");
  const detail = shown.append("div").attr("class", "explore-detail");
  const actions = shown.append("p").attr("class", "explore-actions");
  const download = actions.append("a").attr("class", "explore-csv");
  const copy = actions.append("button").attr("type", "button").text("Copy link to this view");
  const status = root.append("p").attr("role", "status").attr("class", "explore-status");
  const rest = shown.append("div");

  copy.on("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href.split("#")[0] + addressOf(chosen()));
      status.text("Link copied.");
    } catch {
      status.text("The browser refused; copy the address from its address bar.");
    }
  });

  let drawnAt = 0;
  function draw(view) {
    drawnAt = chart.node().clientWidth;
    const label = `Chart: ${title.text()}. ${subtitle.text()} Arrow keys go from figure to figure.`;
    return explore.drawChart(chart, view, label, (figures) => explore.describe(detail, figures));
  }

  function show() {
    const view = compose(chosen());
    showControls(view);
    title.text(view.indicator.en);
    subtitle.text(`${namesOf(view)}, ${yearsText(view)}. ${language.capitalise(view.indicator.unit)}, ${view.indicator.kind}.`);
    const isDrawn = draw(view);
    if (!isDrawn) explore.describe(detail, view.alone);
    shown.classed("single", !isDrawn);
    detail.style("display", view.alone.length ? null : "none");
    const isCompared = view.lines.length > 1;
    const { text, isBad } = explore.warn(view);
    warning.text(text).classed("not", isBad).attr("hidden", isCompared ? null : true);
    explore.offerCsv(download, view);
    explore.explain(rest, view);
    const breaks = view.letters.size ? `, ${language.count(view.letters.size, "break")}` : "";
    status.text(`${view.indicator.en}: ${language.count(view.figures.length, "figure")}${breaks}.${isCompared ? ` ${text}` : ""}`);
  }

  // A short address names an indicator alone, as the links of the lists do; it would also mark the row of the list.
  const isShort = () => location.hash && !new URLSearchParams(location.hash.slice(1)).has("places");
  addEventListener("hashchange", () => {
    if (isShort()) {
      location.replace(addressOf(chosen()));
      title.attr("tabindex", -1).node().focus({ preventScroll: true });
      root.node().scrollIntoView();
    } else {
      show();
    }
  });
  if (isShort()) {
    location.replace(addressOf(chosen()));
    scrollTo(0, 0);
  }
  new ResizeObserver(([entry]) => {
    if (Math.round(entry.contentRect.width) !== drawnAt && chart.node().clientWidth) draw(compose(chosen()));
  }).observe(chart.node());
  show();
})();
