// The page Explore: an indicator, places and years become a chart, a table with sources, and a CSV of what is shown.
// What may be joined or compared, and every sentence about it, comes from beijing_ip.publish.explore; the scripts of
// this page only show it. Each adds what the next ones need to `explore`; the last, page.js, puts all together.
// Here the data: positions become words, rows become figures.
const explore = {};

(() => {
  const data = JSON.parse(document.getElementById("explore-data").textContent);
  const WORDY = new Set(["printedUnit", "exactness", "where", "note", "correction", "base"]);
  const sources = data.sources.map(([id, name, about, grade, address]) => ({ id, name, about, grade, address }));
  const words = (positions) => positions.map((n) => data.words[n]).join(" ");

  const readFigure = (row, indicator, place) => {
    const entries = row.map((cell, n) => [data.columns[n], WORDY.has(data.columns[n]) ? data.words[cell] : cell]);
    const found = { ...Object.fromEntries(entries), indicator, place };
    const years = found.period.match(/\d{4}/g).map(Number);
    const isOpen = found.lower === null || found.upper === null;
    return {
      ...found,
      year: years[0],
      lastYear: years.at(-1),
      when: found.when || found.period,
      source: sources[found.source],
      hollow: Boolean(found.doubtful) || isOpen,
      dashed: Boolean(found.doubtful) || (found.lower === null && found.upper === null),
      arrow: !isOpen || found.lower === found.upper ? "" : found.upper === null ? "up" : "down",
    };
  };

  const readPlace = (place, indicator) => {
    const all = (kind) => (place[kind] || []).map((row) => readFigure(row, indicator, place.place));
    const points = all("points");
    let start = 0;
    (place.segments || []).forEach((length, number) => {
      for (const point of points.slice(start, (start += length))) point.segment = number + 1;
    });
    return {
      name: place.place,
      slug: place.place.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
      points,
      gaps: (place.gaps || []).map(([after, before, reasons]) => ({ after, before, reason: words(reasons) })),
      growth: new Map((place.growth || []).map(([first, last, n]) => [`${first}-${last}`, data.words[n]])),
      undated: all("undated"),
      others: all("others"),
    };
  };

  const indicators = data.indicators.map((entry) => {
    const places = entry.places.map((place) => readPlace(place, entry));
    return { ...entry, places, text: language.normalise(`${entry.en} ${entry.zh} ${entry.id}`) };
  });

  const yearsOf = (indicator) => {
    const figures = indicator.places.flatMap((place) => [...place.points, ...place.undated, ...place.others]);
    const years = figures.flatMap((one) => [one.year, one.lastYear]);
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

  Object.assign(explore, { data, indicators, byId: new Map(indicators.map((entry) => [entry.id, entry])), yearsOf, alike });
})();
