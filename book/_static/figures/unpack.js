// All published figures, for any page: positions become words, rows become figures. Needs figures-data.js, which
// beijing_ip.publish.explore packs; what may be joined, compared or divided is decided there, and worded there.
// `published.figures` holds every figure by the id of its observation, `published.byId` every indicator by its own.
const published = (() => {
  const data = reportFigures;
  const WORDY = new Set(["printedUnit", "exactness", "where", "note", "correction", "history", "base"]);
  const RATIOS = ["change", "share", "head"];
  const sources = data.sources.map(([id, name, about, grade, address, brief]) => ({ id, name, about, grade, address, brief }));
  const words = (positions) => positions.map((n) => data.words[n]).join(" ");
  const figures = new Map();

  // How a number is drawn: what is uncertain is hollow, what is a bound has an arrow.
  const looks = ({ lower, upper, doubtful }) => {
    const isOpen = lower === null || upper === null;
    return {
      hollow: Boolean(doubtful) || isOpen,
      dashed: Boolean(doubtful) || (lower === null && upper === null),
      arrow: !isOpen || lower === upper ? "" : upper === null ? "up" : "down",
    };
  };

  const readFigure = (row, indicator, place) => {
    const entries = row.map((cell, n) => [data.columns[n], WORDY.has(data.columns[n]) ? data.words[cell] : cell]);
    const found = { ...Object.fromEntries(entries), indicator, place };
    const years = found.period.match(/\d{4}/g).map(Number);
    const source = sources[found.source];
    const figure = {
      ...found,
      ...looks(found),
      year: years[0],
      lastYear: years[years.length - 1],
      when: found.when || found.period,
      source,
      // Where it stands in its source, as a browser finds it there (beijing_ip.data.observations).
      address: source.address && `#:~:text=${encodeURIComponent(found.phrase).replace(/-/g, "%2D")}`,
    };
    figures.set(figure.id, figure);
    return figure;
  };

  // What a figure is of something else: { words, value, lower, upper, by }; without a value, the words say why; `printed` is growth as
  // a source has it, beside a computed one.
  const readRatios = (rows) => new Map((rows || []).map((row) => {
    const found = Object.fromEntries(row.map((cell, n) => [data.ratioColumns[n], cell]));
    return [String(found.period), { ...found, words: data.words[found.words], printed: data.words[found.printed] || "" }];
  }));

  const readPlace = (place, indicator) => {
    const all = (kind) => (place[kind] || []).map((row) => readFigure(row, indicator, place.place));
    const points = all("points");
    const undated = all("undated");
    const others = all("others");
    let start = 0;
    (place.segments || []).forEach((length, number) => {
      for (const point of points.slice(start, (start += length))) point.segment = number + 1;
    });
    for (const kind of RATIOS) {
      const ratios = readRatios(place[kind]);
      for (const one of [...points, ...undated]) one[kind] = ratios.get(one.period);
    }
    return {
      name: place.place,
      slug: place.place.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
      points,
      gaps: (place.gaps || []).map(([after, before, reasons]) => ({ after, before, reason: words(reasons) })),
      growth: new Map((place.growth || []).map(([first, last, n]) => [`${first}-${last}`, data.words[n]])),
      undated,
      others,
      figures: [...points, ...undated, ...others],
    };
  };

  // Where the book explains it: a number of the release has an entry, any other a term, whose address search.py gives.
  const entryOf = ({ id, en, places }) => {
    const isOfRelease = places.some(({ figures: held }) => held.some((one) => one.source.id === data.release));
    const term = en.toLowerCase().replace(/['’]/g, "").replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/-$/, "");
    return isOfRelease ? `numbers.html#${id}` : `glossary.html#term-${term}`;
  };

  const indicators = [];
  for (const entry of data.indicators) {
    const indicator = { ...entry };
    indicator.places = entry.places.map((place) => readPlace(place, indicator));
    indicator.entry = entryOf(indicator);
    // What follows a number of it.
    indicator.counted = ["per cent", "rank"].includes(entry.unit) ? "" : entry.unit;
    indicators.push(indicator);
  }

  const yearsOf = (indicator) => {
    const years = indicator.places.flatMap((place) => place.figures).flatMap((one) => [one.year, one.lastYear]);
    return [Math.min(...years), Math.max(...years)];
  };

  // Other indicators of the same concept, and those that a break keeps apart, with the reason.
  const alike = (indicator) => {
    const here = indicators.indexOf(indicator);
    const apart = data.apart.filter(([one, other]) => one === here || other === here);
    const reasons = new Map(apart.map(([one, other, positions]) => [one === here ? other : one, words(positions)]));
    return indicators
      .map((other, n) => ({ other, reason: reasons.get(n) }))
      .filter(({ other, reason }) => other !== indicator && (other.concept === indicator.concept || reason));
  };

  return { data, indicators, byId: new Map(indicators.map((entry) => [entry.id, entry])), figures, looks, yearsOf, alike };
})();
