// One figure in words: where, what, how exact, from which page.
(() => {
  const withUnit = (one) => (["per cent", "rank"].includes(one.indicator.unit) ? one.text : `${one.text} ${one.indicator.unit}`);

  const label = (one) => [
    `${one.place}, ${one.when}: ${withUnit(one)}`,
    one.exactness,
    one.doubtful ? "Of low reliability" : "",
    `Source: ${one.source.name}, grade ${one.source.grade}`,
  ].filter(Boolean).join(". ") + ".";

  function cite(into, source, fragment = "") {
    if (source.address) into.append("a").attr("href", source.address + fragment).text(source.name);
    else into.append("span").text(source.name);
    into.append("span").text(`${source.about} (grade ${source.grade})`);
  }

  // Puts an article for each figure into a box, and returns what shows one of them.
  function describe(box, figures) {
    box.selectAll("*").remove();
    for (const one of figures) {
      const article = box.append("article").datum(one);
      const head = article.append("p").attr("class", "explore-number");
      head.append("strong").text(withUnit(one));
      head.append("span").text(`${one.place}, ${one.when}`);
      const printed = `Printed as ${one.printed} ${one.printedUnit}`.trim();
      const doubt = one.doubtful ? ` ${language.capitalise(published.data.doubtful)}.` : "";
      article.append("p").text(`${printed}. ${one.exactness}.${doubt}`);
      cite(article.append("p").text("Source: "), one.source, one.address);
      for (const sentence of [one.correction, one.base && `Divided by: ${one.base}.`, one.note]) {
        if (sentence) article.append("p").text(sentence);
      }
    }
    language.markChineseIn(box.node());
    return (one) => box.selectAll("article").classed("active", (each) => each === one);
  }

  Object.assign(explore, { withUnit, label, cite, describe });
})();
