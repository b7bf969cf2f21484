// What stands above and below the chart: whether the places may be compared, the figures as a table, where the line
// stops and why, what the figures mean, and the sources.
(() => {
  const { data } = published;
  const { withUnit, cite, pairsOf } = explore;

  // The sentence over the chart of several places, and whether it is a warning.
  explore.warn = (view) => {
    const pairs = pairsOf(view);
    const bad = pairs.filter((pair) => pair.bad.length);
    const years = (pair) => language.join([...new Set(pair.bad.flatMap((each) => each.years))].sort());
    const text = bad.length
      ? `Not all of these may be held against each other. Not comparable: ${bad.map((pair) => `${language.join(pair.names)} in ${years(pair)}`).join("; ")}. The reasons stand below the chart.`
      : !pairs.length ? "Not to be compared: no year shown has figures of two of these places."
      : "Of similar definition, and comparable in the years that both places have.";
    return { text, isBad: bad.length > 0 || !pairs.length };
  };

  explore.explain = (rest, view) => {
    rest.selectAll("*").remove();
    const heading = (text) => rest.append("h3").text(text);
    const quiet = (text) => rest.append("p").attr("class", "explore-quiet").text(text);
    const item = (list, strong, text) => {
      const entry = list.append("li");
      entry.append("strong").text(strong);
      entry.append("span").text(text);
    };

    function comparePlaces() {
      heading("Can these places be compared?");
      const pairs = pairsOf(view);
      const list = rest.append("ul");
      const reasons = new Map();
      for (const { names, bad } of pairs) for (const { reason, years } of bad) {
        reasons.set(reason, [...(reasons.get(reason) || []), `${language.join(names)}, ${language.join(years)}`]);
      }
      for (const [reason, where] of reasons) item(list, `Not ${where.join("; ")}. `, reason);
      const good = pairs.filter((pair) => pair.good.length).map((pair) => `${language.join(pair.names)}, ${language.join(pair.good)}`);
      if (good.length) item(list, "Yes, of similar definition and the same years: ", `${good.join("; ")}.`);
      const met = new Set(pairs.map((pair) => pair.names.join()));
      const apart = view.lines.flatMap((one, n) => view.lines.slice(n + 1).map((other) => [one.place.name, other.place.name]))
        .filter((names) => !met.has(names.join()) && !met.has(names.toReversed().join()));
      if (apart.length) list.append("li").text(`No year shown has figures of both: ${apart.map(language.join).join("; ")}.`);
    }

    function cellText(line, one) {
      const signs = [explore.breaksBefore(line, one).length ? "[b]" : "", one.doubtful ? "[u]" : ""];
      return [...signs, one.text, `(${view.sourceLetters.get(one.source)})`].filter(Boolean).join("\u00a0");
    }

    function tabulate() {
      heading("The figures");
      const periods = [...new Map(view.figures.map((one) => [one.period, one])).values()].sort((a, b) => (a.period < b.period ? -1 : 1));
      const box = rest.append("div").attr("class", "table-box").attr("role", "region").attr("aria-label", "The figures").attr("tabindex", 0);
      const table = box.append("table").attr("class", "table");
      table.append("caption").text(`${view.indicator.en}, ${view.indicator.unit}`);
      const head = table.append("thead").append("tr");
      head.append("th").attr("scope", "col").text("Year");
      for (const line of view.lines) head.append("th").attr("scope", "col").attr("class", "text-right").text(line.place.name);
      const body = table.append("tbody");
      for (const { period, when } of periods) {
        const row = body.append("tr");
        row.append("th").attr("scope", "row").text(when);
        for (const line of view.lines) {
          const one = view.figures.find((each) => each.period === period && each.place === line.place.name);
          const cell = row.append("td").attr("class", "text-right");
          if (one) cell.text(cellText(line, one)).attr("title", one.exactness);
        }
      }
    }

    function explainSigns() {
      const signs = [];
      if (view.lines.some((line) => line.gaps.length)) signs.push(`[b] ${data.broken}.`);
      if (view.figures.some((one) => one.doubtful)) signs.push(`[u] ${data.doubtful}.`);
      if (view.figures.some((one) => !one.segment)) signs.push("A figure that is not of a full year is in the table and not in the chart.");
      if (signs.length) quiet(signs.join(" "));
    }

    function tellGrowth() {
      const growth = view.lines.flatMap(({ place, points }) => {
        const [first, last] = [points[0], points.at(-1)];
        if (!first || first === last || (!place.growth.size && first.segment === last.segment)) return [];
        const text = place.growth.get(`${first.period}-${last.period}`) || "no number, since a line would cross a break";
        const doubt = first.doubtful || last.doubtful ? " (on a figure of low reliability)" : "";
        return [`${place.name}, ${first.period} to ${last.period}: ${text}${doubt}`];
      });
      if (!growth.length) return;
      const line = rest.append("p");
      line.append("strong").text("Growth. ");
      line.append("span").text(`${growth.join("; ")}.`);
    }

    function listBreaks() {
      heading("Where the line stops");
      const list = rest.append("ul").attr("class", "explore-breaks");
      for (const [reason, letter] of view.letters) {
        const where = view.lines.flatMap((line) => line.gaps.filter((gap) => gap.reason === reason).map((gap) => `${line.place.name}, ${gap.after} to ${gap.before}`));
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
      const others = view.lines.flatMap((line) => line.others);
      if (!others.length) return;
      heading("What other pages print");
      quiet("For each year one figure is preferred and shown above. These are not in the CSV.");
      const list = rest.append("ul");
      for (const one of others) list.append("li").text(`${one.place}, ${one.when}: ${withUnit(one)} (${view.sourceLetters.get(one.source)})`);
    }

    function listAlike() {
      const alike = published.alike(view.indicator);
      if (!alike.length) return;
      heading("What looks alike, and is another indicator");
      const list = rest.append("ul");
      for (const { other, reason } of alike) {
        const entry = list.append("li");
        entry.append("a").attr("href", `#indicator=${other.id}`).text(other.en);
        entry.append("span").text(` ${other.zh}${reason ? `: ${reason}` : ""}`);
      }
    }

    function listSources() {
      heading("Sources");
      const list = rest.append("ul").attr("class", "explore-sources");
      for (const [source, letter] of view.sourceLetters) cite(list.append("li").text(`(${letter}) `), source);
      quiet(data.grades);
    }

    if (view.lines.length > 1) comparePlaces();
    if (view.figures.length) tabulate();
    explainSigns();
    tellGrowth();
    if (view.letters.size) listBreaks();
    define(view.indicator);
    listOthers();
    listAlike();
    if (view.sourceLetters.size) listSources();
    language.markChineseIn(rest.node());
  };
})();
