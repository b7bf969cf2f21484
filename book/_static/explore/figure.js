// One figure in words: where, what, how exact, from which page, and what it is of something else.
(() => {
  const { SHOWS, asShown, withUnit } = explore;
  const KINDS = ["change", "share", "head"];

  explore.label = (one, show) => [
    `${one.place}, ${one.when}: ${withUnit(one, show)}`,
    one.of ? "" : one.exactness,
    one.doubtful ? "Of low reliability" : "",
    `Source: ${one.source.name}, grade ${one.source.grade}`,
  ].filter(Boolean).join(". ") + ".";

  explore.cite = (into, source, fragment = "") => {
    if (source.address) into.append("a").attr("href", source.address + fragment).text(source.name);
    else into.append("span").text(source.name);
    into.append("span").text(`${source.about} (grade\u00a0${source.grade})`);
  };

  // A number of a source opens its card (card.js); without that script, its source.
  explore.linkNumber = (into, one, words) => into.append("a").attr("class", "number").attr("data-figures", one.id)
    .attr("href", one.source.address ? one.source.address + one.address : `#indicator=${one.indicator.id}`)
    .attr("aria-haspopup", "dialog").attr("title", `${one.exactness}.`).text(words);

  const name = (one) => `${withUnit(one)} (${one.place}, ${one.when})`;
  // How a number was computed, from which figures.
  explore.formula = (one, show) =>
    `${name(one.of)}, ${show === "change" ? "against" : "divided by"} ${name(one.by)}${show === "head" ? ", times 10,000" : ""}.`;

  // Puts an article for each figure into a box, and returns what shows one of them.
  explore.describe = (box, figures, show) => {
    box.selectAll("*").remove();
    for (const one of figures) {
      const article = box.append("article").datum(one);
      const head = article.append("p").attr("class", "explore-number");
      head.append("strong").text(language.capitalise(withUnit(one, show)));
      head.append("span").text([one.place, one.when].join(", "));
      const doubt = one.doubtful ? ` ${language.capitalise(published.data.doubtful)}.` : "";
      if (one.of) {
        article.append("p").text(`Computed: ${explore.formula(one, show)}${doubt}`);
        for (const each of one.of.source === one.by.source ? [one.of] : [one.of, one.by]) explore.cite(article.append("p").text("Source: "), each.source, each.address);
      } else {
        article.append("p").text(`Printed as ${`${one.printed} ${one.printedUnit}`.trim()}. ${one.exactness}.${doubt}`);
        const known = KINDS.filter((kind) => asShown(one, kind)).map((kind) => `${SHOWS[kind].name}: ${one[kind].words}${one[kind].printed && `; as printed: ${one[kind].printed}`}`);
        if (known.length) article.append("p").text(`${known.join(". ")}.`);
        explore.cite(article.append("p").text("Source: "), one.source, one.address);
        for (const sentence of [one.correction, one.history, one.base && `Divided by: ${one.base}.`, one.note]) {
          if (sentence) article.append("p").text(sentence);
        }
      }
    }
    language.markChineseIn(box.node());
    return (one) => box.selectAll("article").classed("active", (each) => each.id === one.id && each.text === one.text);
  };
})();
