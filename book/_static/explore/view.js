// The page Explore: one or two indicators, places and years become charts, tables with sources, a CSV and a picture.
// What may be joined, compared or divided, and every sentence about it, comes from beijing_ip.publish.explore; the
// scripts of this page only show it. Each adds what the next ones need to `explore`; page.js puts all together.
// Here what is chosen: the address holds it. A control changes the address, and the address changes the page.
const explore = {};

(() => {
  const MOST_PLACES = 4;
  const MOST_INDICATORS = 2;
  const { data, indicators, byId, figures: allFigures, looks, yearsOf } = published;

  const perHead = "per 10,000 residents";
  // What may be shown of a figure; `unit` is that of the axis, `of` what follows a number in a sentence.
  const SHOWS = {
    figure: { name: "Figure", unit: ({ unit }) => unit, of: ({ counted }) => counted },
    change: { name: "Change on the year before", unit: () => "per cent", of: () => "on the year before" },
    share: { name: "Share of the nation", unit: () => `per cent of ${data.nation}`, of: () => "of the nation" },
    head: { name: "Per 10,000 residents", unit: ({ unit }) => `${unit} ${perHead}`, of: ({ unit }) => `${unit} ${perHead}` },
  };

  // Names that look like one that nobody knows: those that share most pairs of letters with it.
  const pairsOfLetters = (text) => {
    const plain = language.normalise(text).replace(/[^\p{L}\p{N}]+/gu, "");
    return new Set([...plain].map((letter, n) => letter + (plain[n + 1] || "")));
  };
  const near = (asked, known, namesOf) => {
    const wanted = pairsOfLetters(asked);
    const likeness = (name) => {
      const pairs = pairsOfLetters(name);
      return (2 * [...wanted].filter((pair) => pairs.has(pair)).length) / (wanted.size + pairs.size);
    };
    return known.map((one) => ({ one, score: Math.max(...namesOf(one).map(likeness)) })).filter(({ score }) => score > 0.45)
      .sort((a, b) => b.score - a.score).slice(0, 3).map(({ one }) => one);
  };

  const placesOf = (shown) => {
    const found = new Map();
    for (const { places } of shown) for (const { slug, name } of places) found.set(slug, { slug, name });
    return [...found.values()];
  };
  const rangeOf = (shown) => {
    const years = shown.flatMap(yearsOf);
    return [Math.min(...years), Math.max(...years)];
  };

  const addressOf = ({ indicators: shown, places, from, to, show }) =>
    `#indicator=${shown.map(({ id }) => id).join(",")}&places=${places.map(({ slug }) => slug).join(",")}&from=${from}&to=${to}`
    + (show === "figure" ? "" : `&show=${show}`);
  const startOf = (indicator) => ({
    indicators: [indicator], places: placesOf([indicator]).slice(0, 1), from: yearsOf(indicator)[0], to: yearsOf(indicator)[1], show: "figure",
  });

  // An address may also name a part of the page, as the link to its text does.
  const isView = () => location.hash.includes("=") || !document.getElementById(location.hash.slice(1));

  // What the address asks for. What it names and nobody knows is a problem, with addresses of what is near to it; if
  // nothing of what it names is known, there is nothing to show.
  function chosen() {
    const named = isView() ? location.hash.slice(1) : "";
    const asked = new URLSearchParams(/^$|=/.test(named) ? named : `indicator=${named}`);
    const names = (key) => [...new Set((asked.get(key) || "").split(",").filter(Boolean))];
    const problems = [];
    const wanted = names("indicator");
    if (named && !wanted.length) return { problems: [{ text: "The address names no indicator.", close: [] }] };
    for (const id of wanted.filter((name) => !byId.has(name))) {
      const close = near(id, indicators, (one) => [one.id, one.en, one.zh]);
      problems.push({ text: `There is no indicator “${id}”.`, close: close.map((one) => ({ name: one.en, address: `#indicator=${one.id}` })) });
    }
    if (wanted.length > MOST_INDICATORS) problems.push({ text: "Two indicators are shown at most; the others are left out.", close: [] });
    const known = wanted.filter((id) => byId.has(id)).map((id) => byId.get(id)).slice(0, MOST_INDICATORS);
    if (wanted.length && !known.length) return { problems };

    const view = startOf(known[0] || indicators[0]);
    if (known.length) view.indicators = known;
    [view.from, view.to] = rangeOf(view.indicators);
    const places = placesOf(view.indicators);
    const slugs = names("places");
    for (const slug of slugs.filter((name) => !places.some((place) => place.slug === name))) {
      const close = near(slug, places, (place) => [place.slug]);
      const offered = (close.length ? close : places.slice(0, 3)).map((place) => ({ name: place.name, address: addressOf({ ...view, places: [place] }) }));
      problems.push({ text: `There is no figure of “${slug}” for what is asked.`, close: offered });
    }
    const found = places.filter((place) => slugs.includes(place.slug));
    if (found.length > MOST_PLACES) problems.push({ text: "Four places are shown at most; the others are left out.", close: [] });
    if (found.length) view.places = found.slice(0, MOST_PLACES);

    const [first, last] = [view.from, view.to];
    for (const key of ["from", "to"]) {
      const said = asked.get(key);
      if (!said) continue;
      const year = /^\d{4}$/.test(said) ? Number(said) : NaN;
      if (year >= first && year <= last) view[key] = year;
      else problems.push({ text: `There is no year “${said}” here: figures run from ${first} to ${last}.`, close: [] });
    }
    if (view.from > view.to) {
      problems.push({ text: `The years end before they begin; shown are ${view.to} to ${view.from}.`, close: [] });
      [view.from, view.to] = [view.to, view.from];
    }
    const show = asked.get("show");
    const isKnown = show === null || Object.keys(SHOWS).includes(show);
    if (isKnown) view.show = show || "figure";
    else problems.push({ text: `“${show}” of a figure cannot be shown.`, close: Object.keys(SHOWS).map((key) => ({ name: SHOWS[key].name, address: addressOf({ ...view, show: key }) })) });
    return (slugs.length && !found.length) || !isKnown ? { problems } : { ...view, problems };
  }

  function go(change) {
    const now = chosen();
    const view = { ...(now.indicators ? now : startOf(indicators[0])), ...change };
    if (change.indicators) {
      const places = placesOf(view.indicators);
      const kept = view.places.filter(({ slug }) => places.some((place) => place.slug === slug));
      view.places = kept.length ? kept : places.slice(0, 1);
      [view.from, view.to] = rangeOf(view.indicators);
    }
    location.hash = addressOf(view);
  }

  // A figure as the view shows it: itself, or the number that was computed of it. null where there is none.
  function asShown(one, show) {
    if (show === "figure") return one;
    const found = one[show];
    if (!found || found.value === undefined) return null;
    const by = allFigures.get(found.by);
    const number = { value: found.value, lower: found.lower, upper: found.upper, doubtful: one.doubtful || by.doubtful };
    return { ...one, ...number, ...looks(number), text: found.words, of: one, by };
  }

  // Whether a line may join two numbers: only within a segment of what they were computed from.
  explore.mayJoin = (a, b, show) => {
    if (!a.segment || a.segment !== b.segment || show === "change") return false;
    return show === "figure" || (a.by.place === b.by.place && a.by.segment > 0 && a.by.segment === b.by.segment);
  };

  // Where a figure stands on the axis of time, in years: a full year in its middle, a month or a day inside its year.
  const DAY = 86_400_000;
  function span(period) {
    if (/^\d{4}$/.test(period)) return null;
    const dated = (text, isEnd) => {
      const [year, month, day] = text.split("-").map(Number);
      const end = Date.UTC(year, month ? month - (isEnd && !day ? 0 : 1) : isEnd ? 12 : 0, day ? day + (isEnd ? 1 : 0) : 1);
      return year + (end - Date.UTC(year, 0, 1)) / DAY / 366 - 0.5;
    };
    const ends = period.split("/");
    const [from, to] = [dated(ends[0], false), dated(ends[ends.length - 1], true)];
    return to - from > 1.05 ? undefined : { from, to };
  }

  // A view with its figures: for each indicator a panel, with a line for each place.
  function compose(view) {
    const within = (one) => one.lastYear >= view.from && one.year <= view.to;
    const sources = new Map();
    const letters = new Map();
    const panels = view.indicators.map((indicator, at) => {
      const lines = view.places.map(({ slug, name }, number) => {
        const place = indicator.places.find((each) => each.slug === slug) || { name, slug, points: [], gaps: [], growth: new Map(), undated: [], others: [] };
        const points = place.points.filter(within);
        const undated = place.undated.filter(within);
        const drawn = [...points, ...undated].map((one) => asShown(one, view.show)).filter(Boolean)
          .map((one) => ({ ...one, span: span(one.period) })).filter((one) => one.span !== undefined);
        for (const one of drawn) one.at = one.span ? (one.span.from + one.span.to) / 2 : one.year;
        drawn.sort((a, b) => a.at - b.at);
        const gaps = view.show === "figure" ? place.gaps.filter((gap) => gap.after >= view.from && gap.before <= view.to) : [];
        return { place, number, points, undated, drawn, gaps, others: place.others.filter(within) };
      });
      const figures = lines.flatMap((line) => [...line.points, ...line.undated]);
      const shown = figures.map((one) => asShown(one, view.show)).filter(Boolean);
      const gaps = lines.flatMap((line) => line.gaps).sort((a, b) => a.after + a.before - b.after - b.before);
      // One reason has one letter, and one source one, in all panels.
      for (const { reason } of gaps) if (!letters.has(reason)) letters.set(reason, String.fromCharCode(65 + letters.size));
      const here = new Map(gaps.map(({ reason }) => [reason, letters.get(reason)]));
      for (const one of [...figures, ...lines.flatMap((line) => line.others)].flatMap((each) => [each, asShown(each, view.show)?.by])) {
        const n = sources.size;
        if (one && !sources.has(one.source)) sources.set(one.source, String.fromCharCode(97 + (n % 26)).repeat(1 + Math.floor(n / 26)));
      }
      const ends = lines.flatMap((line) => line.drawn).flatMap((one) => [one.value, one.lower ?? one.value, one.upper ?? one.value]);
      const extent = [Math.min(0, ...ends), Math.max(0, ...ends)];
      const others = view.show === "figure" && !figures.length ? lines.flatMap((line) => line.others) : [];
      return { ...view, indicator, at, lines, figures, extent, shown: shown.length ? shown : others, letters: here, sourceLetters: sources };
    });
    // Panels of one unit have one scale, unless the figures of one would lie flat on it.
    const units = new Set(panels.map(({ indicator }) => SHOWS[view.show].unit(indicator)));
    const highest = panels.map(({ extent }) => extent[1] - extent[0]);
    if (units.size === 1 && Math.max(...highest) < 4 * Math.min(...highest)) {
      const all = panels.flatMap(({ extent }) => extent);
      for (const panel of panels) panel.extent = [Math.min(...all), Math.max(...all)];
    }
    return { ...view, panels, letters, sourceLetters: sources };
  }

  // Each two places of a panel: the years in which they may be compared, and why not in others.
  function pairsOf(panel) {
    const at = (line) => panel.indicator.places.indexOf(line.place);
    return panel.indicator.pairs.flatMap(([one, other, good, bad]) => {
      const lines = [one, other].map((n) => panel.lines.find((line) => at(line) === n));
      if (lines.includes(undefined)) return [];
      const within = (years) => years.filter((year) => year >= panel.from && year <= panel.to);
      const reasons = bad.map(([n, years]) => ({ reason: data.words[n], years: within(years) }));
      return [{ names: lines.map((line) => line.place.name), good: within(good), bad: reasons.filter((each) => each.years.length) }];
    }).filter((pair) => pair.good.length || pair.bad.length);
  }

  // Why figures have no such number: reasons, each with the figures, place by place.
  explore.refusalsOf = ({ lines, show }) => {
    const reasons = new Map();
    for (const { place, points, undated } of show === "figure" ? [] : lines) for (const one of [...points, ...undated]) {
      if (asShown(one, show)) continue;
      const reason = one[show].words;
      if (!reasons.has(reason)) reasons.set(reason, new Map());
      reasons.get(reason).set(place.name, [...(reasons.get(reason).get(place.name) || []), one.when]);
    }
    return reasons;
  };

  const namesOf = (view) => language.join(view.places.map((place) => place.name));
  const titleOf = (view) => view.indicators.map(({ en }, n) => (n ? en.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()) : en)).join(" and ");
  const yearsText = ({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`);
  const subtitleOf = (view) => {
    const about = view.show === "figure" ? [...new Set(view.indicators.map((one) => `${one.unit}, ${one.kind}`))].join("; ") : SHOWS[view.show].name;
    return `${namesOf(view)}, ${yearsText(view)}. ${language.capitalise(about)}.`;
  };
  const breaksBefore = (line, one) => (one.segment ? line.gaps.filter((gap) => String(gap.before) === one.period) : []);
  const withUnit = (one, show = "figure") => [one.text, SHOWS[show].of(one.indicator)].filter(Boolean).join(" ");

  Object.assign(explore, {
    MOST_PLACES, SHOWS, addressOf, asShown, chosen, go, isView, compose, pairsOf, placesOf, rangeOf, namesOf, titleOf, subtitleOf, yearsText, breaksBefore, withUnit,
  });
})();
