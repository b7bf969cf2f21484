// The page Explore: an indicator, places and years become a chart, a table with sources, and a CSV of what is shown.
// What may be joined or compared, and every sentence about it, comes from beijing_ip.publish.explore; this file only shows it.
// The address holds what is chosen: a control changes the address, and the address changes the page.
(() => {
  const root = d3.select("#explorer");
  const data = JSON.parse(document.getElementById("explore-data").textContent);
  const MOST_PLACES = 4;
  const SYMBOLS = [d3.symbolCircle, d3.symbolSquare, d3.symbolDiamond, d3.symbolTriangle];
  const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const listed = (words) => words.join(", ").replace(/, ([^,]*)$/, " and $1");
  const upper = (text) => text.replace(/^./, (c) => c.toUpperCase());
  const yearsText = ({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`);
  const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  // Chinese within English says so, for those who listen.
  const CHINESE = /([\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+)/;
  function speak(part) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      if (CHINESE.test(walker.currentNode.data) && !walker.currentNode.parentElement.closest("svg, [lang|=zh]")) found.push(walker.currentNode);
    }
    for (const text of found) {
      text.replaceWith(...text.data.split(CHINESE).filter(Boolean).map((words) => {
        if (!CHINESE.test(words)) return words;
        const span = document.createElement("span");
        span.lang = "zh-Hans";
        span.textContent = words;
        return span;
      }));
    }
  }

  // Data: positions become words, rows become figures.

  const WORDY = new Set(["printedUnit", "exactness", "note", "correction", "base"]);
  const sources = data.sources.map(([id, name, about, grade, address]) => ({ id, name, about, grade, address }));
  const figure = (row, indicator, place) => {
    const entries = row.map((cell, n) => [data.columns[n], WORDY.has(data.columns[n]) ? data.words[cell] : cell]);
    const found = { ...Object.fromEntries(entries), indicator, place };
    const years = found.period.match(/\d{4}/g).map(Number);
    const loose = found.lower === null || found.upper === null;
    return {
      ...found,
      year: years[0],
      lastYear: years.at(-1),
      when: found.when || found.period,
      source: sources[found.source],
      hollow: Boolean(found.doubtful) || loose,
      dashed: Boolean(found.doubtful) || (found.lower === null && found.upper === null),
      arrow: !loose || found.lower === found.upper ? "" : found.upper === null ? "up" : "down",
    };
  };
  const indicators = data.indicators.map((entry) => {
    const places = entry.places.map((place) => {
      const all = (kind) => (place[kind] || []).map((row) => figure(row, entry, place.place));
      const points = all("points");
      let start = 0;
      (place.segments || []).forEach((length, number) => {
        for (const point of points.slice(start, (start += length))) point.segment = number + 1;
      });
      const gaps = (place.gaps || []).map(([after, before, reasons]) => ({
        place: place.place, after, before, reason: reasons.map((n) => data.words[n]).join(" "),
      }));
      const growth = new Map((place.growth || []).map(([first, last, n]) => [`${first}-${last}`, data.words[n]]));
      return { name: place.place, slug: slug(place.place), points, gaps, growth, undated: all("undated"), others: all("others") };
    });
    return { ...entry, places, text: plain(`${entry.en} ${entry.zh} ${entry.id}`) };
  });
  const byId = new Map(indicators.map((entry) => [entry.id, entry]));
  const withUnit = (one) => (["per cent", "rank"].includes(one.indicator.unit) ? one.text : `${one.text} ${one.indicator.unit}`);
  const yearsOf = (indicator) => {
    const years = indicator.places.flatMap((p) => [...p.points, ...p.undated, ...p.others]).flatMap((f) => [f.year, f.lastYear]);
    return [Math.min(...years), Math.max(...years)];
  };

  // The address

  const addressOf = ({ indicator, places, from, to }) =>
    `#indicator=${indicator.id}&places=${places.map((place) => place.slug).join(",")}&from=${from}&to=${to}`;

  function chosen() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const indicator = byId.get(asked.get("indicator")) || indicators[0];
    const names = (asked.get("places") || "").split(",");
    const found = indicator.places.filter((place) => names.includes(place.slug)).slice(0, MOST_PLACES);
    const places = found.length ? found : indicator.places.slice(0, 1);
    const [first, last] = yearsOf(indicator);
    const year = (name, other) => Math.min(last, Math.max(first, Number.parseInt(asked.get(name), 10) || other));
    const from = year("from", first);
    return { indicator, places, from, to: Math.max(from, year("to", last)) };
  }

  // Controls

  root.selectAll("*").remove();
  const form = root.append("form").attr("class", "explore-controls").attr("role", "search").attr("aria-label", "Choose what is shown");
  form.on("submit", (event) => event.preventDefault());
  const chooser = form.append("div").attr("class", "explore-indicator");
  chooser.append("label").attr("for", "explore-filter").text("Find an indicator");
  const filter = chooser.append("input").attr("type", "search").attr("id", "explore-filter").attr("autocomplete", "off").attr("placeholder", "In English or Chinese: patents, 法院 …");
  chooser.append("label").attr("for", "explore-indicator").text("Indicator");
  const select = chooser.append("select").attr("id", "explore-indicator");
  const matches = chooser.append("p").attr("role", "status");
  const choices = form.append("details").attr("class", "explore-choices");
  const chosenSaid = choices.append("summary");
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

  function listIndicators() {
    const words = plain(filter.property("value")).split(/\s+/).filter(Boolean);
    const current = chosen().indicator;
    let count = 0;
    select.selectAll("*").remove();
    data.chapters.forEach(([, title], number) => {
      const found = indicators.filter((entry) => entry.chapter === number && words.every((word) => entry.text.includes(word)));
      if (!found.length) return;
      count += found.length;
      const group = select.append("optgroup").attr("label", title);
      for (const entry of found) {
        group.append("option").attr("value", entry.id).property("selected", entry === current).text(`${entry.en} ${entry.zh}`);
      }
    });
    if (!words.length || [...select.node().options].every((option) => option.value !== current.id)) select.property("selectedIndex", -1);
    select.property("value", current.id);
    matches.text(words.length ? `${many(count, "indicator")} found` : narrow.matches ? "" : `${indicators.length} indicators`);
  }

  function go(change) {
    const view = { ...chosen(), ...change };
    if (change.indicator) {
      const kept = view.places.map((place) => place.slug);
      const places = change.indicator.places.filter((place) => kept.includes(place.slug));
      view.places = places.length ? places : change.indicator.places.slice(0, 1);
      [view.from, view.to] = yearsOf(change.indicator);
    }
    location.hash = addressOf(view);
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

  function showControls(view) {
    if (select.property("value") !== view.indicator.id) {
      if ([...select.node().options].every((option) => option.value !== view.indicator.id)) filter.property("value", "");
      listIndicators();
    }
    if (boxes.attr("data-of") !== view.indicator.id) {
      boxes.attr("data-of", view.indicator.id).selectAll("*").remove();
      for (const place of view.indicator.places) {
        const label = boxes.append("label");
        label.append("input").attr("type", "checkbox").attr("value", place.slug)
          .on("change", () => {
            const marked = new Set(boxes.selectAll("input:checked").nodes().map((box) => box.value));
            go({ places: view.indicator.places.filter((each) => marked.has(each.slug)) });
          });
        const count = place.points.length + place.undated.length + place.others.length;
        label.append("span").text(place.name);
        label.append("span").attr("class", "explore-quiet").text(count).attr("title", many(count, "figure"));
      }
    }
    const slugs = view.places.map((place) => place.slug);
    const full = slugs.length === MOST_PLACES;
    boxes.selectAll("input").property("checked", function () { return slugs.includes(this.value); })
      // The last place stays, and a fifth would need a colour that nobody can tell apart.
      .attr("aria-disabled", function () { return this.checked ? slugs.length === 1 || null : full || null; })
      .on("click", (event) => {
        if (!event.currentTarget.getAttribute("aria-disabled")) return;
        event.preventDefault();
        status.text(event.currentTarget.checked ? `No more than ${MOST_PLACES} places can be shown at once.` : "One place stays chosen.");
      });
    chosenSaid.text(`Places and years: ${listed(view.places.map((place) => place.name))}, ${yearsText(view)}`);
    placesHelp.text(view.indicator.places.length > MOST_PLACES ? "Places, four at most" : "Places");
    const [first, last] = yearsOf(view.indicator);
    const years = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    for (const [box, value] of [[fromBox, view.from], [toBox, view.to]]) {
      box.selectAll("option").data(years).join("option").attr("value", (year) => year).text((year) => year);
      box.property("value", value);
    }
  }

  // What is shown

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

  function compose(view) {
    const within = (one) => one.lastYear >= view.from && one.year <= view.to;
    const lines = view.places.map((place, number) => ({
      place, number,
      points: place.points.filter(within),
      gaps: place.gaps.filter((gap) => gap.after >= view.from && gap.before <= view.to),
      undated: place.undated.filter(within),
      others: place.others.filter(within),
    }));
    const figures = lines.flatMap((line) => [...line.points, ...line.undated]).map((one) => ({ ...one }));
    const letters = new Map();
    for (const { reason } of lines.flatMap((line) => line.gaps).sort((a, b) => a.after + a.before - b.after - b.before)) {
      if (!letters.has(reason)) letters.set(reason, String.fromCharCode(65 + letters.size));
    }
    const used = [...new Set(lines.flatMap((line) => [...line.points, ...line.undated, ...line.others]).map((one) => one.source))];
    const sourceLetters = new Map(used.map((source, n) => [source, String.fromCharCode(97 + (n % 26)).repeat(1 + Math.floor(n / 26))]));
    const alone = figures.length ? figures : lines.flatMap((line) => line.others);
    return { ...view, lines, figures, alone, letters, sourceLetters };
  }

  // The chart: drawn in CSS pixels, so that its text has the size of text.

  const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat("en", { notation: "compact", compactDisplay: "long" });
  const tickText = (value, top) => (top >= 1e6 ? short : number).format(value).replace("-", "\u2212");

  let drawnAt = 0;

  function draw(view) {
    const held = chart.node().contains(document.activeElement) ? document.activeElement.id : "";
    chart.selectAll("*").remove();
    const drawn = view.lines.filter((line) => line.points.length);
    if (!drawn.some((line) => line.points.length > 1)) {
      if (!view.alone.length) chart.append("p").text("No figure in these years.");
      return false;
    }
    const width = (drawnAt = chart.node().clientWidth);
    // Before it is laid out; the observer below draws it then.
    if (!width) return true;
    const narrow = width < 520;
    const points = drawn.flatMap((line) => line.points);
    const ends = points.flatMap((one) => [one.value, one.lower ?? one.value, one.upper ?? one.value]);
    const [low, high] = d3.nice(Math.min(0, ...ends), Math.max(0, ...ends), 5);
    const ticks = d3.ticks(low, high, 5);
    const several = drawn.length > 1;
    const endText = (line) => (several ? (narrow ? line.place.name : `${line.place.name} ${line.points.at(-1).text}`) : "");
    const wide = (text) => 7 * text.length;
    const left = 10 + Math.max(...ticks.map((tick) => wide(tickText(tick, high))));
    const right = several ? Math.min(width / 3, 16 + Math.max(...drawn.map((line) => wide(endText(line))))) : 20;
    const [top, bottom, height] = [44, 30, narrow ? 320 : 380];
    const band = (width - left - right) / (view.to - view.from + 1);
    const x = (year) => left + (year - view.from + 0.5) * band;
    const y = (value) => height - bottom - ((value - low) / (high - low)) * (height - top - bottom);

    const svg = chart.append("svg").attr("width", width).attr("height", height).attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group")
      .attr("aria-label", `Chart: ${title.text()}. ${subtitle.text()} Arrow keys go from figure to figure.`);
    svg.append("text").attr("class", "unit").attr("x", 0).attr("y", 13).text(upper(view.indicator.unit));
    if (view.from <= data.year && data.year <= view.to) {
      svg.append("rect").attr("class", "year").attr("x", x(data.year) - Math.min(band, 44) / 2).attr("y", top - 4).attr("width", Math.min(band, 44)).attr("height", height - top - bottom + 4);
    }
    for (const tick of ticks) {
      svg.append("line").attr("class", tick === 0 ? "zero" : "grid").attr("x1", left).attr("x2", width - right).attr("y1", y(tick)).attr("y2", y(tick));
      svg.append("text").attr("class", "tick").attr("x", left - 8).attr("y", y(tick) + 4).attr("text-anchor", "end").text(tickText(tick, high));
    }
    const step = [1, 2, 3, 5, 10].find((n) => n * band >= 38) || 10;
    for (let year = view.from; year <= view.to; year += 1) {
      if ((year - data.year) % step) continue;
      svg.append("text").attr("class", year === data.year ? "tick now" : "tick").attr("x", x(year)).attr("y", height - bottom + 20).attr("text-anchor", "middle").text(year);
    }

    for (const line of drawn) for (const gap of line.gaps) {
      // Where several places are drawn, the rule stands at the line that it parts, and not across the others.
      const ends = [gap.after, gap.before].map((year) => y(line.points.find((one) => one.year === year).value));
      const [from, to] = several ? [Math.min(...ends) - 14, Math.max(...ends) + 14] : [top - 8, height - bottom];
      const at = x((gap.after + gap.before) / 2);
      svg.append("line").attr("class", `break series-${line.number}`).attr("x1", at).attr("x2", at).attr("y1", from).attr("y2", to);
      svg.append("text").attr("class", "letter").attr("x", at).attr("y", from - 5).attr("text-anchor", "middle").text(view.letters.get(gap.reason));
    }

    for (const line of drawn) {
      line.points.slice(1).forEach((point, n) => {
        const before = line.points[n];
        if (before.segment !== point.segment) return;
        const look = [point.dashed || before.dashed ? "dashed" : "", point.year - before.year > 1 ? "thin" : ""].join(" ");
        svg.append("line").attr("class", `join series-${line.number} ${look}`)
          .attr("data-place", line.place.name).attr("data-from", before.period).attr("data-to", point.period)
          .attr("x1", x(before.year)).attr("y1", y(before.value)).attr("x2", x(point.year)).attr("y2", y(point.value));
      });
    }
    for (const line of drawn) {
      const labelled = several ? [] : [line.points[0], line.points.find((one) => one.year === data.year), line.points.at(-1)];
      for (const one of line.points) {
        const mark = svg.append("g").attr("class", `mark series-${line.number}${one.hollow ? " hollow" : ""}`)
          .attr("id", `explore-${line.place.slug}-${one.period}`).attr("role", "img").attr("tabindex", -1)
          .attr("aria-label", said(one)).attr("transform", `translate(${x(one.year)},${y(one.value)})`).datum(one);
        if (one.lower !== null && one.upper !== null && Math.abs(y(one.lower) - y(one.upper)) > 8) {
          const [from, to] = [y(one.lower) - y(one.value), y(one.upper) - y(one.value)];
          mark.append("path").attr("class", "interval").attr("d", `M-4,${from}h8M0,${from}V${to}M-4,${to}h8`);
        }
        if (one.arrow) {
          const sign = one.arrow === "up" ? -1 : 1;
          mark.append("path").attr("class", "arrow").attr("d", `M0,${5 * sign}V${17 * sign}M-4,${12 * sign}L0,${17 * sign}L4,${12 * sign}`);
        }
        mark.append("circle").attr("class", "ring").attr("r", 10);
        mark.append("path").attr("class", "symbol").attr("d", d3.symbol(SYMBOLS[line.number], 62)());
        if (labelled.includes(one)) {
          // A label stands where no line leaves the mark.
          const beside = line.points.filter((each, n) => each.segment === one.segment && Math.abs(n - line.points.indexOf(one)) === 1);
          const below = beside.length > 0 && beside.every((each) => each.value > one.value) && one.arrow !== "down";
          const away = below ? 21 : one.arrow === "up" ? -22 : -12;
          const half = wide(one.text) / 2;
          const anchor = x(one.year) + half > width ? "end" : x(one.year) - half < left ? "start" : "middle";
          mark.append("text").attr("class", "value").attr("y", away).attr("x", { start: -6, middle: 0, end: 8 }[anchor]).attr("text-anchor", anchor).text(one.text.replace("more than ", "> ").replace("nearly ", "< "));
        }
      }
    }
    if (several) {
      const labels = drawn.map((line) => ({ line, at: y(line.points.at(-1).value) + 4 })).sort((a, b) => a.at - b.at);
      labels.forEach((label, n) => { if (n) label.at = Math.max(label.at, labels[n - 1].at + 16); });
      const over = labels.at(-1).at - (height - bottom);
      labels.toReversed().forEach((label, n, all) => { label.at = Math.min(label.at, n ? all[n - 1].at - 16 : label.at - Math.max(0, over)); });
      for (const { line, at } of labels) {
        const last = line.points.at(-1);
        svg.append("text").attr("class", `end series-${line.number}`).attr("x", x(last.year) + 14).attr("y", at).text(endText(line));
      }
    }

    const marks = svg.selectAll(".mark");
    const activate = (node) => {
      marks.attr("tabindex", -1).classed("active", false);
      d3.select(node).attr("tabindex", 0).classed("active", true);
      detail.selectAll("article").classed("active", (one) => one === d3.select(node).datum());
    };
    describe(points);
    const nearest = (to, among) => among.reduce((best, node) => {
      const far = (one) => Math.hypot(x(one.year) - to[0], (y(one.value) - to[1]) / 2);
      return far(d3.select(node).datum()) < far(d3.select(best).datum()) ? node : best;
    });
    svg.on("pointermove pointerdown", (event) => {
      const box = svg.node().getBoundingClientRect();
      activate(nearest([event.clientX - box.left, event.clientY - box.top], marks.nodes()));
    });
    marks.on("focus", (event) => activate(event.currentTarget));
    svg.on("keydown", (event) => {
      const one = d3.select(event.target).datum();
      if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = marks.nodes().filter((node) => d3.select(node).datum().place === one.place);
      const at = row.indexOf(event.target);
      const line = drawn.findIndex((each) => each.place.name === one.place);
      const beside = (step) => {
        const other = drawn[line + step];
        if (!other) return undefined;
        const those = marks.nodes().filter((node) => d3.select(node).datum().place === other.place.name);
        return those.reduce((best, node) => (Math.abs(d3.select(node).datum().year - one.year) < Math.abs(d3.select(best).datum().year - one.year) ? node : best));
      };
      const next = { ArrowRight: () => row[at + 1], ArrowLeft: () => row[at - 1], Home: () => row[0], End: () => row.at(-1), ArrowDown: () => beside(1), ArrowUp: () => beside(-1) }[event.key];
      if (!next) return;
      event.preventDefault();
      next()?.focus();
    });
    const start = marks.nodes().find((node) => node.id === held) || marks.nodes().find((node) => d3.select(node).datum().year === data.year) || marks.nodes().at(-1);
    activate(start);
    if (held) start.focus();
    return true;
  }

  // One figure in words: where, what, how exact, from which page.

  const said = (one) => [`${one.place}, ${one.when}: ${withUnit(one)}`, one.exactness, one.doubtful ? "Of low reliability" : "", `Source: ${one.source.name}, grade ${one.source.grade}`].filter(Boolean).join(". ") + ".";

  function cite(into, source, fragment = "") {
    if (source.address) into.append("a").attr("href", source.address + fragment).text(source.name);
    else into.append("span").text(source.name);
    into.append("span").text(`${source.about} (grade ${source.grade})`);
  }

  function describe(figures) {
    detail.selectAll("*").remove();
    for (const one of figures) {
      const article = detail.append("article").datum(one);
      const head = article.append("p").attr("class", "explore-number");
      head.append("strong").text(withUnit(one));
      head.append("span").text(`${one.place}, ${one.when}`);
      const printed = `Printed as ${one.printed} ${one.printedUnit}`.trim();
      article.append("p").text(`${printed}. ${one.exactness}.${one.doubtful ? ` ${upper(data.doubtful)}.` : ""}`);
      const source = article.append("p").text("Source: ");
      cite(source, one.source, one.address);
      for (const sentence of [one.correction, one.base && `Divided by: ${one.base}.`, one.note]) if (sentence) article.append("p").text(sentence);
    }
    speak(detail.node());
  }

  // Below the chart

  function heading(text) {
    rest.append("h3").text(text);
  }

  function pairsOf(view) {
    const at = (line) => view.indicator.places.indexOf(line.place);
    return view.indicator.pairs.flatMap(([one, other, good, bad]) => {
      const lines = [one, other].map((n) => view.lines.find((line) => at(line) === n));
      if (lines.includes(undefined)) return [];
      const within = (years) => years.filter((year) => year >= view.from && year <= view.to);
      return [{ names: lines.map((line) => line.place.name), good: within(good), bad: bad.map(([n, years]) => ({ reason: data.words[n], years: within(years) })).filter((each) => each.years.length) }];
    }).filter((pair) => pair.good.length || pair.bad.length);
  }

  const yearsOfPair = ({ bad }) => [...new Set(bad.flatMap((each) => each.years))].sort();

  function warn(view) {
    const pairs = pairsOf(view);
    const bad = pairs.filter((pair) => pair.bad.length);
    warning.classed("not", bad.length > 0 || !pairs.length).attr("hidden", view.lines.length < 2 || null);
    warning.text(bad.length
      ? `Not all of these may be held against each other. Not comparable: ${bad.map((pair) => `${listed(pair.names)} in ${listed(yearsOfPair(pair))}`).join("; ")}. The reasons stand below the chart.`
      : !pairs.length ? "Not to be compared: no year shown has figures of two of these places."
      : "Of similar definition, and comparable in the years that both places have.");
  }

  function compare(view) {
    if (view.lines.length < 2) return;
    heading("Can these places be compared?");
    const pairs = pairsOf(view);
    const list = rest.append("ul");
    const reasons = new Map();
    for (const { names, bad } of pairs) for (const { reason, years } of bad) {
      reasons.set(reason, [...(reasons.get(reason) || []), `${listed(names)}, ${listed(years)}`]);
    }
    for (const [reason, where] of reasons) {
      const item = list.append("li");
      item.append("strong").text(`Not ${where.join("; ")}. `);
      item.append("span").text(reason);
    }
    const good = pairs.filter((pair) => pair.good.length).map((pair) => `${listed(pair.names)}, ${listed(pair.good)}`);
    if (good.length) {
      const item = list.append("li");
      item.append("strong").text(`Yes, of similar definition and the same years: `);
      item.append("span").text(`${good.join("; ")}.`);
    }
    const met = new Set(pairs.map((pair) => pair.names.join()));
    const apart = view.lines.flatMap((one, n) => view.lines.slice(n + 1).map((other) => [one.place.name, other.place.name]))
      .filter((names) => !met.has(names.join()) && !met.has(names.toReversed().join()));
    if (apart.length) list.append("li").text(`No year shown has figures of both: ${apart.map(listed).join("; ")}.`);
  }

  function table(view) {
    const periods = [...new Map(view.figures.map((one) => [one.period, one])).values()].sort((a, b) => (a.period < b.period ? -1 : 1));
    const box = rest.append("div").attr("class", "table-box").attr("role", "region").attr("aria-label", "The figures").attr("tabindex", 0);
    const whole = box.append("table").attr("class", "table");
    whole.append("caption").text(`${view.indicator.en}, ${view.indicator.unit}`);
    const head = whole.append("thead").append("tr");
    head.append("th").attr("scope", "col").text("Year");
    for (const line of view.lines) head.append("th").attr("scope", "col").attr("class", "text-right").text(line.place.name);
    const body = whole.append("tbody");
    for (const { period, when } of periods) {
      const row = body.append("tr");
      row.append("th").attr("scope", "row").text(when);
      for (const line of view.lines) {
        const one = view.figures.find((each) => each.period === period && each.place === line.place.name);
        const cell = row.append("td").attr("class", "text-right");
        if (one) cell.text([breakBefore(line, one) ? "[b]" : "", one.doubtful ? "[u]" : "", one.text, `(${view.sourceLetters.get(one.source)})`].filter(Boolean).join("\u00a0")).attr("title", one.exactness);
      }
    }
  }

  const breakBefore = (line, one) => one.segment && line.gaps.some((gap) => String(gap.before) === one.period);

  function explain(view) {
    rest.selectAll("*").remove();
    compare(view);
    if (view.figures.length) {
      heading("The figures");
      table(view);
    }
    const signs = [];
    if (view.lines.some((line) => line.gaps.length)) signs.push(`[b] ${data.broken}.`);
    if (view.figures.some((one) => one.doubtful)) signs.push(`[u] ${data.doubtful}.`);
    if (view.figures.some((one) => !one.segment)) signs.push("A figure that is not of a full year is in the table and not in the chart.");
    if (signs.length) rest.append("p").attr("class", "explore-quiet").text(signs.join(" "));

    const grown = view.lines.flatMap((line) => {
      const [first, last] = [line.points[0], line.points.at(-1)];
      if (!first || first === last || !line.place.growth.size && first.segment === last.segment) return [];
      const text = line.place.growth.get(`${first.period}-${last.period}`) || "no number, since a line would cross a break";
      return [`${line.place.name}, ${first.period} to ${last.period}: ${text}${[first, last].some((one) => one.doubtful) ? " (on a figure of low reliability)" : ""}`];
    });
    if (grown.length) {
      const line = rest.append("p");
      line.append("strong").text("Growth. ");
      line.append("span").text(`${grown.join("; ")}.`);
    }

    if (view.letters.size) {
      heading("Where the line stops");
      const list = rest.append("ul").attr("class", "explore-breaks");
      for (const [reason, letter] of view.letters) {
        const where = view.lines.flatMap((line) => line.gaps.filter((gap) => gap.reason === reason).map((gap) => `${line.place.name}, ${gap.after} to ${gap.before}`));
        const item = list.append("li");
        item.append("strong").text(`${letter}  ${where.join("; ")}. `);
        item.append("span").text(reason);
      }
    }

    heading("What the figures mean");
    const [, chapter, address] = data.chapters[view.indicator.chapter];
    const meaning = rest.append("dl");
    const entry = (term, text) => { meaning.append("dt").text(term); return meaning.append("dd").text(text); };
    const name = entry("Name", `${view.indicator.en} `);
    name.append("span").attr("lang", "zh-Hans").text(view.indicator.zh);
    entry("Definition", view.indicator.definition);
    entry("Unit", `${view.indicator.unit}, ${view.indicator.kind}`);
    entry("Compare with", view.indicator.with);
    entry("Do not compare with", view.indicator.without);
    entry("Chapter", "").append("a").attr("href", address).text(chapter);

    const others = view.lines.flatMap((line) => line.others);
    if (others.length) {
      heading("What other pages print");
      rest.append("p").attr("class", "explore-quiet").text("For each year one figure is preferred and shown above. These are not in the CSV.");
      const list = rest.append("ul");
      for (const one of others) list.append("li").text(`${one.place}, ${one.when}: ${withUnit(one)} (${view.sourceLetters.get(one.source)})`);
    }

    const place = indicators.indexOf(view.indicator);
    const reasons = new Map(data.apart.filter(([one, other]) => one === place || other === place).map(([one, other, words]) => [one === place ? other : one, words.map((n) => data.words[n]).join(" ")]));
    const alike = indicators.filter((each, n) => each !== view.indicator && (each.concept === view.indicator.concept || reasons.has(n)));
    if (alike.length) {
      heading("What looks alike, and is another indicator");
      const list = rest.append("ul");
      for (const each of alike) {
        const item = list.append("li");
        item.append("a").attr("href", `#indicator=${each.id}`).text(each.en);
        item.append("span").text(` ${each.zh}${reasons.has(indicators.indexOf(each)) ? `: ${reasons.get(indicators.indexOf(each))}` : ""}`);
      }
    }

    if (!view.sourceLetters.size) return;
    heading("Sources");
    const list = rest.append("ul").attr("class", "explore-sources");
    for (const [source, letter] of view.sourceLetters) {
      const item = list.append("li").text(`(${letter}) `);
      cite(item, source);
    }
    rest.append("p").attr("class", "explore-quiet").text(data.grades);
  }

  // The CSV holds the figures of the table.

  let blob = "";
  function offer(view) {
    const header = "indicator_id,indicator,indicator_zh,place,period,value_text,value,lower,upper,unit,source_id,grade,note,segment,break_before";
    const rows = view.lines.flatMap((line) => [...line.points, ...line.undated].map((one) => [
      view.indicator.id, view.indicator.en, view.indicator.zh, one.place, one.period, one.printed, one.value, one.lower, one.upper,
      view.indicator.unit, one.source.id, one.source.grade, [one.correction, one.note].filter(Boolean).join(" "), one.segment, breakBefore(line, one) ? "yes" : "",
    ]));
    const cell = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));
    const text = [header, ...rows.map((row) => row.map(cell).join(","))].join("\n") + "\n";
    URL.revokeObjectURL(blob);
    // The byte-order mark, as in the CSV of a figure: without it Excel misreads the Chinese names.
    const file = new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" });
    blob = URL.createObjectURL(file);
    const size = file.size < 1000 ? `${file.size} bytes` : `${(file.size / 1000).toFixed(1)} kB`;
    const name = [view.indicator.id, ...view.places.map((place) => place.slug), ...new Set([view.from, view.to])].join("-");
    download.attr("href", blob).attr("download", `${name}.csv`).text(`Download what is shown: ${name}.csv, ${size}`);
  }

  // All together

  function show() {
    const view = compose(chosen());
    showControls(view);
    title.text(view.indicator.en);
    subtitle.text(`${listed(view.places.map((place) => place.name))}, ${yearsText(view)}. ${upper(view.indicator.unit)}, ${view.indicator.kind}.`);
    const drawn = draw(view);
    if (!drawn) describe(view.alone);
    shown.classed("single", !drawn);
    detail.style("display", view.alone.length ? null : "none");
    warn(view);
    offer(view);
    explain(view);
    speak(rest.node());
    const said = [`${view.indicator.en}: ${many(view.figures.length, "figure")}${view.letters.size ? `, ${many(view.letters.size, "break")}` : ""}.`];
    if (view.lines.length > 1) said.push(warning.text());
    status.text(said.join(" "));
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
  listIndicators();
  show();
})();
