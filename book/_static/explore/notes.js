// What stands over and below the chart of a panel: the number of the book's year, whether the places may be compared,
// the figures as a table, why a number is missing, where the line stops, what the figures mean, and the sources.
(() => {
  const { data } = published;
  const { SHOWS, asShown, withUnit, cite, pairsOf } = explore;
  const last = (list) => list[list.length - 1];

  // Growth of each place from its first year shown to its last, or why there is no number.
  explore.growthOf = ({ lines }) => lines.flatMap(({ place, points }) => {
    const [first, latest] = [points[0], last(points)];
    if (!first || first === latest || (!place.growth.size && first.segment === latest.segment)) return [];
    const text = place.growth.get(`${first.period}-${latest.period}`) || "no number, since a line would cross a break";
    const doubt = first.doubtful || latest.doubtful ? " (on a figure of low reliability)" : "";
    return [`${place.name}, ${first.period} to ${latest.period}: ${text}${doubt}`];
  });

  // The book's year first, then the latest, which must not hide it.
  explore.lead = (into, panel) => {
    into.selectAll("*").remove();
    const numbers = panel.lines.flatMap(({ place, points }) => {
      const shown = points.map((one) => asShown(one, panel.show)).filter(Boolean);
      return shown.length ? [{ place, now: shown.find((one) => one.year === data.year), latest: last(shown) }] : [];
    });
    const several = panel.lines.length > 1;
    const named = (place, one) => `${several ? `${place.name} ` : ""}${several ? one.text : withUnit(one, panel.show)}`;
    const now = numbers.filter((each) => each.now);
    if (now.length) into.append("strong").text(`${data.year}: ${now.map((each) => named(each.place, each.now)).join("; ")}`);
    else if (numbers.length) into.append("strong").text(`${data.year}: no ${panel.show === "figure" ? "figure" : "number"}`);
    const later = numbers.filter((each) => each.latest !== each.now);
    if (later.length) into.append("span").text(`Latest: ${later.map((each) => `${named(each.place, each.latest)} (${each.latest.when})`).join("; ")}`);
    const growth = panel.show === "change" && panel.to - panel.from > 1 ? explore.growthOf(panel) : [];
    if (growth.length) into.append("span").text(`In all: ${growth.join("; ")}`);
    into.attr("hidden", numbers.length || growth.length ? null : true);
  };

  // The sentence over the chart of several places, and whether it is a warning.
  explore.warn = (panel) => {
    const pairs = pairsOf(panel);
    const bad = pairs.filter((pair) => pair.bad.length);
    const years = (pair) => language.join([...new Set(pair.bad.flatMap((each) => each.years))].sort());
    const text = bad.length
      ? `Not all of these may be held against each other. Not comparable: ${bad.map((pair) => `${language.join(pair.names)} in ${years(pair)}`).join("; ")}. The reasons stand below the chart.`
      : !pairs.length ? "Not to be compared: no year shown has figures of two of these places."
      : "Of similar definition, and comparable in the years that both places have.";
    return { text, isBad: bad.length > 0 || !pairs.length };
  };

  const item = (list, strong, text) => {
    const entry = list.append("li");
    entry.append("strong").text(strong);
    entry.append("span").text(text);
  };

  explore.listRefusals = (into, panel) => {
    const list = into.append("ul").attr("class", "explore-refusals");
    for (const [reason, places] of explore.refusalsOf(panel)) {
      item(list, `${[...places].map(([place, periods]) => `${place}, ${language.join(periods)}`).join("; ")}. `, reason);
    }
  };

  explore.explain = (rest, panel) => {
    const isPlain = panel.show === "figure";
    const heading = (text) => rest.append(panel.indicators.length > 1 ? "h4" : "h3").text(text);
    const quiet = (text) => rest.append("p").attr("class", "explore-quiet").text(text);

    function comparePlaces() {
      heading("Can these places be compared?");
      const pairs = pairsOf(panel);
      const list = rest.append("ul");
      const reasons = new Map();
      for (const { names, bad } of pairs) for (const { reason, years } of bad) {
        reasons.set(reason, [...(reasons.get(reason) || []), `${language.join(names)}, ${language.join(years)}`]);
      }
      for (const [reason, where] of reasons) item(list, `Not ${where.join("; ")}. `, reason);
      const good = pairs.filter((pair) => pair.good.length).map((pair) => `${language.join(pair.names)}, ${language.join(pair.good)}`);
      if (good.length) item(list, "Yes, of similar definition and the same years: ", `${good.join("; ")}.`);
      const met = new Set(pairs.map((pair) => pair.names.join()));
      const apart = panel.lines.flatMap((one, n) => panel.lines.slice(n + 1).map((other) => [one.place.name, other.place.name]))
        .filter((names) => !met.has(names.join()) && !met.has([...names].reverse().join()));
      if (apart.length) list.append("li").text(`No year shown has figures of both: ${apart.map(language.join).join("; ")}.`);
    }

    // A number and nothing else, which opens its card where a source prints it; what is said of it stands beside.
    function fill(row, line, one) {
      const cell = row.append("td").attr("class", "text-right");
      const beside = row.append("td").attr("class", "beside");
      if (!one) return;
      const shown = asShown(one, panel.show);
      if (!shown) {
        cell.text("none");
        return;
      }
      const [, hedge, number] = shown.text.match(/^([a-z ]*?) ?([^a-z ].*)$/) || [null, "", shown.text];
      if (isPlain) explore.linkNumber(cell, one, number);
      else cell.text(number);
      const signs = [explore.breaksBefore(line, one).length ? "[b]" : "", shown.doubtful ? "[u]" : ""];
      const letters = [...signs, isPlain ? `(${panel.sourceLetters.get(one.source)})` : ""].filter(Boolean).join("\u00a0");
      beside.text([letters, hedge && shown.text].filter(Boolean).join(" "));
    }

    function tabulate() {
      heading("The figures");
      const periods = [...new Map(panel.figures.map((one) => [one.period, one])).values()].sort((a, b) => (a.period < b.period ? -1 : 1));
      const box = rest.append("div").attr("class", "table-box").attr("role", "region").attr("aria-label", `The figures: ${panel.indicator.en}`).attr("tabindex", 0);
      const table = box.append("table").attr("class", `table numbers ${panel.lines.length < 3 ? "few" : "sideways"}`);
      table.append("caption").text(`${panel.indicator.en}, ${SHOWS[panel.show].unit(panel.indicator)}`);
      const head = table.append("thead").append("tr");
      head.append("th").attr("scope", "col").text("When");
      for (const line of panel.lines) {
        head.append("th").attr("scope", "col").attr("class", "text-right").text(line.place.name);
        head.append("th").attr("scope", "col").attr("class", "beside").append("span").attr("class", "visually-hidden").text(`${line.place.name}, notes`);
      }
      const body = table.append("tbody");
      for (const { period, when } of periods) {
        const row = body.append("tr").attr("class", period === String(data.year) ? "now" : /^\d{4}$/.test(period) ? null : "part");
        row.append("th").attr("scope", "row").text(when);
        for (const line of panel.lines) fill(row, line, [...line.points, ...line.undated].find((each) => each.period === period));
      }
    }

    function refuse() {
      if (!explore.refusalsOf(panel).size) return;
      heading("Why there is no number");
      explore.listRefusals(rest, panel);
    }

    function explainSigns() {
      const signs = [];
      if (panel.lines.some((line) => line.gaps.length)) signs.push(`[b] ${data.broken}.`);
      if (isTabled && panel.figures.some((one) => one.doubtful)) signs.push(`[u] ${data.doubtful}.`);
      if (panel.lines.some((line) => line.drawn.some((one) => one.span))) signs.push("A figure of a part of a year stands over that part, on a short bar, and is joined to nothing.");
      if (panel.lines.some((line) => line.undated.length > line.drawn.filter((one) => one.span).length) && isPlain) signs.push("A figure of several years together is in the table and not in the chart.");
      if (signs.length) quiet(signs.join(" "));
    }

    function tellGrowth() {
      const growth = explore.growthOf(panel);
      if (!isPlain || !growth.length) return;
      const line = rest.append("p");
      line.append("strong").text("Growth. ");
      line.append("span").text(`${growth.join("; ")}.`);
    }

    function listBreaks() {
      heading("Where the line stops");
      const list = rest.append("ul").attr("class", "explore-breaks");
      for (const [reason, letter] of panel.letters) {
        const where = panel.lines.flatMap((line) => line.gaps.filter((gap) => gap.reason === reason).map((gap) => `${line.place.name}, ${gap.after} to ${gap.before}`));
        item(list, `${letter}  ${where.join("; ")}. `, reason);
      }
    }

    function define({ en, zh, definition, unit, kind, with: comparable, without, chapter }) {
      heading("What the figures mean");
      const [, title, address] = data.chapters[chapter];
      const meaning = rest.append("dl");
      const entry = (term, text) => { meaning.append("dt").text(term); return meaning.append("dd").text(text); };
      entry("Name", `${en} `).append("span").attr("lang", "zh-Hans").text(zh);
      entry("Definition", definition);
      entry("Unit", `${unit}, ${kind}`);
      entry("Compare with", comparable);
      entry("Do not compare with", without);
      entry("Chapter", "").append("a").attr("href", address).text(title);
    }

    function listOthers() {
      const others = panel.lines.flatMap((line) => line.others);
      if (!others.length) return;
      heading("What other sources print");
      quiet("For each year one figure is preferred and shown above. These are not in the CSV.");
      const list = rest.append("ul");
      for (const one of others) {
        const entry = list.append("li").text(`${one.place}, ${one.when}: `);
        explore.linkNumber(entry, one, withUnit(one));
        entry.append("span").text(`\u00a0(${panel.sourceLetters.get(one.source)})`);
      }
    }

    function listAlike() {
      const alike = published.alike(panel.indicator);
      if (!alike.length) return;
      heading("What looks alike, and is another indicator");
      const list = rest.append("ul");
      for (const { other, reason } of alike) {
        const entry = list.append("li");
        entry.append("a").attr("href", `#indicator=${other.id}`).text(other.en);
        entry.append("span").text(` ${other.zh}${reason ? `: ${reason}` : ""}`);
      }
    }

    if (panel.lines.length > 1) comparePlaces();
    // Where there is none, the reasons stand in place of the chart.
    const isTabled = panel.figures.length && (isPlain || panel.shown.length);
    if (isTabled) {
      tabulate();
      refuse();
    }
    explainSigns();
    tellGrowth();
    if (panel.letters.size) listBreaks();
    define(panel.indicator);
    listOthers();
    listAlike();
  };

  explore.listSources = (rest, { sourceLetters }) => {
    if (!sourceLetters.size) return;
    rest.append("h3").text("Sources");
    const list = rest.append("ul").attr("class", "explore-sources");
    for (const [source, letter] of sourceLetters) cite(list.append("li").text(`(${letter}) `), source);
    rest.append("p").attr("class", "explore-quiet").text(data.grades);
  };
})();
