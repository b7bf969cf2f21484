// The page Explore: its scripts add what the next ones need to `explore`; the last, page.js, puts all together.
const explore = {};
// What is chosen: the address holds it. A control changes the address, and the address changes the page.
(() => {
  const MOST_PLACES = 4;
  const { data, indicators, byId, yearsOf } = published;

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

  // A view with its figures: a line for each place, and letters for the reasons of breaks and for the sources.
  function compose(view) {
    const within = (one) => one.lastYear >= view.from && one.year <= view.to;
    const lines = view.places.map((place, number) => ({
      place, number,
      points: place.points.filter(within),
      gaps: place.gaps.filter((gap) => gap.after >= view.from && gap.before <= view.to),
      undated: place.undated.filter(within),
      others: place.others.filter(within),
    }));
    const figures = lines.flatMap((line) => [...line.points, ...line.undated]);
    const gaps = lines.flatMap((line) => line.gaps).sort((a, b) => a.after + a.before - b.after - b.before);
    const reasons = [...new Set(gaps.map((gap) => gap.reason))];
    const letters = new Map(reasons.map((reason, n) => [reason, String.fromCharCode(65 + n)]));
    const used = [...new Set(lines.flatMap((line) => [...line.points, ...line.undated, ...line.others]).map((one) => one.source))];
    const sourceLetters = new Map(used.map((source, n) => [source, String.fromCharCode(97 + (n % 26)).repeat(1 + Math.floor(n / 26))]));
    const alone = figures.length ? figures : lines.flatMap((line) => line.others);
    return { ...view, lines, figures, alone, letters, sourceLetters };
  }

  // Each two places of a view: the years in which they may be compared, and why not in others.
  function pairsOf(view) {
    const at = (line) => view.indicator.places.indexOf(line.place);
    return view.indicator.pairs.flatMap(([one, other, good, bad]) => {
      const lines = [one, other].map((n) => view.lines.find((line) => at(line) === n));
      if (lines.includes(undefined)) return [];
      const within = (years) => years.filter((year) => year >= view.from && year <= view.to);
      const reasons = bad.map(([n, years]) => ({ reason: data.words[n], years: within(years) }));
      return [{ names: lines.map((line) => line.place.name), good: within(good), bad: reasons.filter((each) => each.years.length) }];
    }).filter((pair) => pair.good.length || pair.bad.length);
  }

  const namesOf = (view) => language.join(view.places.map((place) => place.name));
  const yearsText = ({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`);
  const breaksBefore = (line, one) => (one.segment ? line.gaps.filter((gap) => String(gap.before) === one.period) : []);

  Object.assign(explore, { MOST_PLACES, addressOf, chosen, go, compose, pairsOf, namesOf, yearsText, breaksBefore });
})();
