// The chart: drawn in CSS pixels, so that its text has the size of text.
// `explore.drawChart(container, view, label, describe)` returns whether there is one; `describe` puts the figures drawn
// into words and returns what shows one of them (figure.js).
(() => {
  const SYMBOLS = [d3.symbolCircle, d3.symbolSquare, d3.symbolDiamond, d3.symbolTriangle];
  const TOP = 44;
  const BOTTOM = 30;
  const THIS_YEAR = published.data.year;
  const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat("en", { notation: "compact", compactDisplay: "long" });
  const tickText = (value, top) => (top >= 1e6 ? short : number).format(value).replace("-", "\u2212");
  const textWidth = (text) => 7 * text.length;

  // Where everything stands: scales, edges, and what is written at the end of each line.
  function layOut(view, drawn, width) {
    const narrow = width < 520;
    const ends = drawn.flatMap((line) => line.points).flatMap((one) => [one.value, one.lower ?? one.value, one.upper ?? one.value]);
    const [low, high] = d3.nice(Math.min(0, ...ends), Math.max(0, ...ends), 5);
    const ticks = d3.ticks(low, high, 5).map((value) => ({ value, text: tickText(value, high) }));
    const several = drawn.length > 1;
    const endText = (line) => (several ? (narrow ? line.place.name : `${line.place.name} ${line.points.at(-1).text}`) : "");
    const left = 10 + Math.max(...ticks.map((tick) => textWidth(tick.text)));
    const right = several ? Math.min(width / 3, 16 + Math.max(...drawn.map((line) => textWidth(endText(line))))) : 20;
    const height = narrow ? 320 : 380;
    const band = (width - left - right) / (view.to - view.from + 1);
    const x = (year) => left + (year - view.from + 0.5) * band;
    const y = (value) => height - BOTTOM - ((value - low) / (high - low)) * (height - TOP - BOTTOM);
    return { width, height, left, right, band, x, y, ticks, several, endText };
  }

  function drawAxes(svg, view, { width, height, left, right, band, x, y, ticks }) {
    svg.append("text").attr("class", "unit").attr("x", 0).attr("y", 13).text(language.capitalise(view.indicator.unit));
    if (view.from <= THIS_YEAR && THIS_YEAR <= view.to) {
      svg.append("rect").attr("class", "year").attr("x", x(THIS_YEAR) - Math.min(band, 44) / 2).attr("y", TOP - 4)
        .attr("width", Math.min(band, 44)).attr("height", height - TOP - BOTTOM + 4);
    }
    for (const { value, text } of ticks) {
      svg.append("line").attr("class", value === 0 ? "zero" : "grid").attr("x1", left).attr("x2", width - right).attr("y1", y(value)).attr("y2", y(value));
      svg.append("text").attr("class", "tick").attr("x", left - 8).attr("y", y(value) + 4).attr("text-anchor", "end").text(text);
    }
    const step = [1, 2, 3, 5, 10].find((n) => n * band >= 38) || 10;
    for (let year = view.from; year <= view.to; year += 1) {
      if ((year - THIS_YEAR) % step) continue;
      svg.append("text").attr("class", year === THIS_YEAR ? "tick now" : "tick").attr("x", x(year)).attr("y", height - BOTTOM + 20).attr("text-anchor", "middle").text(year);
    }
  }

  function drawBreaks(svg, view, line, { height, x, y, several }) {
    for (const gap of line.gaps) {
      // Where several places are drawn, the rule stands at the line that it parts, and not across the others.
      const ends = [gap.after, gap.before].map((year) => y(line.points.find((one) => one.year === year).value));
      const [from, to] = several ? [Math.min(...ends) - 14, Math.max(...ends) + 14] : [TOP - 8, height - BOTTOM];
      const at = x((gap.after + gap.before) / 2);
      svg.append("line").attr("class", `break series-${line.number}`).attr("x1", at).attr("x2", at).attr("y1", from).attr("y2", to);
      svg.append("text").attr("class", "letter").attr("x", at).attr("y", from - 5).attr("text-anchor", "middle").text(view.letters.get(gap.reason));
    }
  }

  function drawJoins(svg, line, { x, y }) {
    line.points.slice(1).forEach((point, n) => {
      const before = line.points[n];
      if (before.segment !== point.segment) return;
      const look = [point.dashed || before.dashed ? "dashed" : "", point.year - before.year > 1 ? "thin" : ""].join(" ");
      svg.append("line").attr("class", `join series-${line.number} ${look}`)
        .attr("data-place", line.place.name).attr("data-from", before.period).attr("data-to", point.period)
        .attr("x1", x(before.year)).attr("y1", y(before.value)).attr("x2", x(point.year)).attr("y2", y(point.value));
    });
  }

  function drawMark(svg, line, one, { x, y }) {
    const mark = svg.append("g").attr("class", `mark series-${line.number}${one.hollow ? " hollow" : ""}`)
      .attr("id", `explore-${line.place.slug}-${one.period}`).attr("role", "img").attr("tabindex", -1)
      .attr("aria-label", explore.label(one)).attr("transform", `translate(${x(one.year)},${y(one.value)})`).datum(one);
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
    return mark;
  }

  // A value stands where no line leaves its mark.
  function writeValue(mark, line, one, { width, left, x }) {
    const here = line.points.indexOf(one);
    const beside = line.points.filter((each, n) => each.segment === one.segment && Math.abs(n - here) === 1);
    const below = beside.length > 0 && beside.every((each) => each.value > one.value) && one.arrow !== "down";
    const away = below ? 21 : one.arrow === "up" ? -22 : -12;
    const half = textWidth(one.text) / 2;
    const edge = x(one.year) + half > width ? "end" : x(one.year) - half < left ? "start" : "middle";
    // Above a point from which a line goes up, it stands on the other side.
    const rising = below || edge !== "middle" ? undefined : beside.find((each) => each.value > one.value);
    const anchor = rising ? (rising.year > one.year ? "end" : "start") : edge;
    const across = rising ? { start: 4, end: -4 } : { start: -6, middle: 0, end: 8 };
    mark.append("text").attr("class", "value").attr("y", away).attr("x", across[anchor]).attr("text-anchor", anchor)
      .text(one.text.replace("more than ", "> ").replace("nearly ", "< "));
  }

  function drawMarks(svg, line, layout) {
    const { points } = line;
    const labelled = layout.several ? [] : [points[0], points.find((one) => one.year === THIS_YEAR), points.at(-1)];
    for (const one of points) {
      const mark = drawMark(svg, line, one, layout);
      if (labelled.includes(one)) writeValue(mark, line, one, layout);
    }
  }

  // The names at the ends of the lines, moved apart where they would touch.
  function writeEnds(svg, drawn, { height, x, y, endText }) {
    const labels = drawn.map((line) => ({ line, at: y(line.points.at(-1).value) + 4 })).sort((a, b) => a.at - b.at);
    labels.forEach((label, n) => { if (n) label.at = Math.max(label.at, labels[n - 1].at + 16); });
    const over = labels.at(-1).at - (height - BOTTOM);
    labels.toReversed().forEach((label, n, all) => { label.at = Math.min(label.at, n ? all[n - 1].at - 16 : label.at - Math.max(0, over)); });
    for (const { line, at } of labels) {
      svg.append("text").attr("class", `end series-${line.number}`).attr("x", x(line.points.at(-1).year) + 14).attr("y", at).text(endText(line));
    }
  }

  // One mark is active: that to which the pointer is nearest, or which the keyboard has reached.
  function makeMarksAnswer(svg, drawn, { x, y }, show) {
    const marks = svg.selectAll(".mark");
    const figureOf = (mark) => d3.select(mark).datum();
    const closest = (among, far) => among.reduce((best, mark) => (far(figureOf(mark)) < far(figureOf(best)) ? mark : best));
    const activate = (mark) => {
      marks.attr("tabindex", -1).classed("active", false);
      d3.select(mark).attr("tabindex", 0).classed("active", true);
      show(figureOf(mark));
    };
    svg.on("pointermove pointerdown", (event) => {
      const box = svg.node().getBoundingClientRect();
      const [left, top] = [event.clientX - box.left, event.clientY - box.top];
      activate(closest(marks.nodes(), (one) => Math.hypot(x(one.year) - left, (y(one.value) - top) / 2)));
    });
    marks.on("focus", (event) => activate(event.currentTarget));
    svg.on("keydown", (event) => {
      const one = figureOf(event.target);
      if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = (place) => marks.nodes().filter((mark) => figureOf(mark).place === place);
      const here = row(one.place);
      const at = here.indexOf(event.target);
      const beside = (step) => {
        const other = drawn[drawn.findIndex((line) => line.place.name === one.place) + step];
        return other && closest(row(other.place.name), (each) => Math.abs(each.year - one.year));
      };
      const next = { ArrowRight: () => here[at + 1], ArrowLeft: () => here[at - 1], Home: () => here[0], End: () => here.at(-1), ArrowDown: () => beside(1), ArrowUp: () => beside(-1) }[event.key];
      if (!next) return;
      event.preventDefault();
      next()?.focus();
    });
    return { marks: marks.nodes(), figureOf, activate };
  }

  explore.drawChart = (container, view, label, describe) => {
    const held = container.node().contains(document.activeElement) ? document.activeElement.id : "";
    container.selectAll("*").remove();
    const drawn = view.lines.filter((line) => line.points.length);
    if (!drawn.some((line) => line.points.length > 1)) {
      if (!view.alone.length) container.append("p").text("No figure in these years.");
      return false;
    }
    const width = container.node().clientWidth;
    // Before it is laid out; whoever observes its width draws it then.
    if (!width) return true;
    const layout = layOut(view, drawn, width);
    const svg = container.append("svg").attr("width", width).attr("height", layout.height).attr("viewBox", `0 0 ${width} ${layout.height}`)
      .attr("role", "group").attr("aria-label", label);
    drawAxes(svg, view, layout);
    for (const line of drawn) drawBreaks(svg, view, line, layout);
    for (const line of drawn) drawJoins(svg, line, layout);
    for (const line of drawn) drawMarks(svg, line, layout);
    if (layout.several) writeEnds(svg, drawn, layout);
    const { marks, figureOf, activate } = makeMarksAnswer(svg, drawn, layout, describe(drawn.flatMap((line) => line.points)));
    const start = marks.find((mark) => mark.id === held) || marks.find((mark) => figureOf(mark).year === THIS_YEAR) || marks.at(-1);
    activate(start);
    if (held) start.focus();
    return true;
  };
})();
