// The chart of a panel: drawn in CSS pixels, so that its text has the size of text.
// `explore.drawChart(container, panel, label, tell)` returns whether there is one; `tell` is called with the figure that
// the pointer or the keyboard has reached.
(() => {
  const SYMBOLS = [d3.symbolCircle, d3.symbolSquare, d3.symbolDiamond, d3.symbolTriangle];
  const TOP = 44;
  const BOTTOM = 30;
  const THIS_YEAR = published.data.year;
  const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const LARGE = [[1e9, " billion"], [1e6, " million"], [1, ""]];
  const tickText = (value, top) => {
    const [unit, word] = LARGE.find(([least]) => top >= least) || [1, ""];
    return `${number.format(value / unit)}${value ? word : ""}`.replace("-", "\u2212");
  };
  const textWidth = (text) => 7 * text.length;
  const last = (list) => list[list.length - 1];

  // Where everything stands: scales and edges; `lines`, `grid` and `boxes` are what a label must not lie on.
  function layOut(panel, drawn, width) {
    const narrow = width < 520;
    const [low, high] = d3.nice(...panel.extent, 5);
    const ticks = d3.ticks(low, high, 5).map((value) => ({ value, text: tickText(value, high) }));
    const several = drawn.length > 1;
    const left = 10 + Math.max(...ticks.map((tick) => textWidth(tick.text)));
    const right = several ? Math.min(width / 4, 16 + Math.max(...drawn.map((line) => textWidth(line.place.name)))) : 20;
    const height = narrow ? 320 : 380;
    const band = (width - left - right) / (panel.to - panel.from + 1);
    // Changes of several places stand beside each other, each on a stem from zero.
    const aside = (line) => (panel.show === "change" ? (drawn.indexOf(line) - (drawn.length - 1) / 2) * Math.min(11, band / (drawn.length + 1)) : 0);
    const x = (year) => left + (year - panel.from + 0.5) * band;
    const y = (value) => height - BOTTOM - ((value - low) / (high - low)) * (height - TOP - BOTTOM);
    return { width, height, left, right, band, x, y, aside, ticks, several, lines: [], grid: [], boxes: [] };
  }

  // A stroke that no label may lie on.
  function stroke(into, className, obstacles, [x1, y1, x2, y2]) {
    obstacles.push([x1, y1, x2, y2]);
    return into.append("line").attr("class", className).attr("x1", x1).attr("y1", y1).attr("x2", x2).attr("y2", y2);
  }

  function drawAxes(svg, panel, { width, height, left, right, band, x, y, ticks, grid, boxes }) {
    const unit = language.capitalise(explore.SHOWS[panel.show].unit(panel.indicator));
    svg.append("text").attr("class", "unit").attr("x", 0).attr("y", 13).text(unit);
    boxes.push([0, 0, textWidth(unit), 17]);
    if (panel.from <= THIS_YEAR && THIS_YEAR <= panel.to) {
      const wide = Math.min(band, 44);
      svg.append("rect").attr("class", "year").attr("x", x(THIS_YEAR) - wide / 2).attr("y", TOP - 4).attr("width", wide).attr("height", height - TOP - BOTTOM + 4);
    }
    for (const { value, text } of ticks) {
      stroke(svg, value === 0 ? "zero" : "grid", grid, [left, y(value), width - right, y(value)]);
      svg.append("text").attr("class", "tick").attr("x", left - 8).attr("y", y(value) + 4).attr("text-anchor", "end").text(text);
    }
    const step = [1, 2, 3, 5, 10].find((n) => n * band >= 38) || 10;
    for (let year = panel.from; year <= panel.to; year += 1) {
      if ((year - THIS_YEAR) % step) continue;
      svg.append("text").attr("class", year === THIS_YEAR ? "tick now" : "tick").attr("x", x(year)).attr("y", height - BOTTOM + 20).attr("text-anchor", "middle").text(year);
    }
  }

  function drawBreaks(svg, panel, line, { height, x, y, several, lines, boxes }) {
    for (const gap of line.gaps) {
      // Where several places are drawn, the rule stands at the line that it parts, and not across the others.
      const ends = [gap.after, gap.before].map((year) => y(line.points.find((one) => one.year === year).value));
      const [from, to] = several ? [Math.min(...ends) - 14, Math.max(...ends) + 14] : [TOP - 8, height - BOTTOM];
      const at = x((gap.after + gap.before) / 2);
      stroke(svg, `break series-${line.number}`, lines, [at, from, at, to]);
      boxes.push([at - 6, from - 17, at + 6, from - 3]);
      svg.append("text").attr("class", "letter").attr("x", at).attr("y", from - 5).attr("text-anchor", "middle").text(panel.letters.get(gap.reason));
    }
  }

  function drawJoins(svg, panel, line, { x, y, lines }) {
    const points = line.drawn.filter((one) => !one.span);
    points.slice(1).forEach((point, n) => {
      const before = points[n];
      if (!explore.mayJoin(before, point, panel.show)) return;
      const look = [point.dashed || before.dashed ? "dashed" : "", point.year - before.year > 1 ? "thin" : ""].join(" ");
      stroke(svg, `join series-${line.number} ${look}`, lines, [x(before.year), y(before.value), x(point.year), y(point.value)])
        .attr("data-place", line.place.name).attr("data-from", before.period).attr("data-to", point.period);
    });
  }

  function drawMark(svg, panel, line, one, layout) {
    const { x, y, lines, boxes } = layout;
    const [at, height] = [x(one.at) + layout.aside(line), y(one.value)];
    boxes.push([at - 7, height - 7, at + 7, height + 7]);
    if (panel.show === "change") stroke(svg, `stem series-${line.number}`, lines, [at, y(0), at, height]);
    const mark = svg.append("g").attr("class", `mark series-${line.number}${one.hollow ? " hollow" : ""}`)
      .attr("id", `explore-${panel.indicator.id}-${line.place.slug}-${one.period.replace(/\//g, "-to-")}`).attr("role", "img").attr("tabindex", -1)
      .attr("aria-label", explore.label(one, panel.show)).attr("transform", `translate(${at},${height})`).datum(one);
    const own = (name, d, sides) => {
      mark.append("path").attr("class", name).attr("d", d);
      for (const [x1, y1, x2, y2] of sides) lines.push([at + x1, height + y1, at + x2, height + y2]);
    };
    // What is of a part of a year lies over that part, and joins nothing.
    if (one.span) {
      const half = Math.max(6, (x(one.span.to) - x(one.span.from)) / 2);
      own("part", `M${-half},-4v8M${-half},0H${half}M${half},-4v8`, [[-half, 0, half, 0]]);
    }
    if (one.lower !== null && one.upper !== null && Math.abs(y(one.lower) - y(one.upper)) > 8) {
      const [from, to] = [y(one.lower) - height, y(one.upper) - height];
      own("interval", `M-4,${from}h8M0,${from}V${to}M-4,${to}h8`, [[0, from, 0, to], [-4, from, 4, from], [-4, to, 4, to]]);
    }
    if (one.arrow) {
      const sign = one.arrow === "up" ? -1 : 1;
      own("arrow", `M0,${5 * sign}V${17 * sign}M-4,${12 * sign}L0,${17 * sign}L4,${12 * sign}`, [[-4, 17 * sign, 4, 5 * sign], [4, 17 * sign, -4, 5 * sign]]);
    }
    mark.append("circle").attr("class", "ring").attr("r", 10);
    mark.append("path").attr("class", "symbol").attr("d", d3.symbol(SYMBOLS[line.number], one.span ? 34 : 62)());
  }

  // Whether a stroke passes through a box: what is left of it when it is cut at the four sides.
  function crosses([left, top, right, bottom], [x1, y1, x2, y2]) {
    let [from, to] = [0, 1];
    for (const [start, change, low, high] of [[x1, x2 - x1, left, right], [y1, y2 - y1, top, bottom]]) {
      if (!change && (start < low || start > high)) return false;
      if (!change) continue;
      const cuts = [(low - start) / change, (high - start) / change];
      from = Math.max(from, Math.min(...cuts));
      to = Math.min(to, Math.max(...cuts));
    }
    return from <= to;
  }
  const overlaps = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  // A label stands at its mark where it lies on nothing; of several such places the first.
  function place(svg, className, text, [at, height], layout, wishes) {
    const label = svg.append("text").attr("class", className).text(text);
    const [half, up] = [label.node().getComputedTextLength() / 2 + 3, 9];
    // Farther than the ring of an active mark.
    const tries = [20, 24, 28, 33, 39, 46, 54].flatMap((far) => wishes.flatMap(([right, down]) => {
      const beside = right * (down ? half + 3 : half + far - 8);
      return [[at + beside, height + down * far], ...(down ? [] : [[at + beside, height - far / 2], [at + beside, height + far / 2]])];
    }));
    const costOf = ([middle, centre], n) => {
      const box = [middle - half, centre - up, middle + half, centre + up];
      const outside = box[0] < layout.left - 2 || box[2] > layout.width || box[1] < 0 || box[3] > layout.height - BOTTOM;
      return n / 100 + (outside ? 1000 : 0)
        + 30 * layout.lines.filter((line) => crosses(box, line)).length
        + 30 * layout.boxes.filter((other) => overlaps(box, other)).length
        + 4 * layout.grid.filter((line) => crosses(box, line)).length;
    };
    const costs = tries.map(costOf);
    const [middle, centre] = tries[costs.indexOf(Math.min(...costs))];
    layout.boxes.push([middle - half, centre - up, middle + half, centre + up]);
    label.attr("text-anchor", "middle").attr("x", middle).attr("y", centre + 4);
  }

  const ABOVE = [[0, -1], [-1, -1], [1, -1], [0, 1], [1, 1], [-1, 1], [1, 0], [-1, 0]];
  const BESIDE = [[1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1], [-1, 0]];

  // The book's year says its value before the others; several lines have their names at their ends.
  function writeLabels(svg, drawn, layout) {
    const where = (line, one) => [layout.x(one.at) + layout.aside(line), layout.y(one.value)];
    if (layout.several) {
      const endOf = (line) => last(line.drawn.filter((one) => !one.span)) || last(line.drawn);
      for (const line of [...drawn].sort((a, b) => endOf(b).at - endOf(a).at)) {
        place(svg, `end series-${line.number}`, line.place.name, where(line, endOf(line)), layout, BESIDE);
      }
      return;
    }
    const [line] = drawn;
    const full = line.drawn.filter((one) => !one.span);
    const labelled = new Set([full.find((one) => one.year === THIS_YEAR), last(full), full[0], ...line.drawn.filter((one) => one.span)]);
    for (const one of labelled) {
      if (one) place(svg, one.year === THIS_YEAR && !one.span ? "value now" : "value", one.text.replace("more than ", "> ").replace("nearly ", "< "), where(line, one), layout, ABOVE);
    }
  }

  // One mark is active: that to which the pointer is nearest, or which the keyboard has reached.
  function makeMarksAnswer(svg, drawn, { x, y, aside }, tell) {
    const marks = svg.selectAll(".mark");
    const figureOf = (mark) => d3.select(mark).datum();
    const closest = (among, far) => among.reduce((best, mark) => (far(figureOf(mark)) < far(figureOf(best)) ? mark : best));
    const lineOf = (one) => drawn.find((line) => line.place.name === one.place);
    const activate = (mark) => {
      marks.attr("tabindex", -1);
      for (const other of document.querySelectorAll(".explore-chart .mark.active")) other.classList.remove("active");
      d3.select(mark).attr("tabindex", 0).classed("active", true);
      tell(figureOf(mark));
    };
    svg.on("pointermove pointerdown", (event) => {
      const box = svg.node().getBoundingClientRect();
      const [left, top] = [event.clientX - box.left, event.clientY - box.top];
      activate(closest(marks.nodes(), (one) => Math.hypot(x(one.at) + aside(lineOf(one)) - left, (y(one.value) - top) / 2)));
    });
    marks.on("focus", (event) => activate(event.currentTarget));
    svg.on("keydown", (event) => {
      const one = figureOf(event.target);
      if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = (name) => marks.nodes().filter((mark) => figureOf(mark).place === name);
      const here = row(one.place);
      const at = here.indexOf(event.target);
      const beside = (step) => {
        const other = drawn[drawn.indexOf(lineOf(one)) + step];
        return other && closest(row(other.place.name), (each) => Math.abs(each.at - one.at));
      };
      const next = { ArrowRight: () => here[at + 1], ArrowLeft: () => here[at - 1], Home: () => here[0], End: () => last(here), ArrowDown: () => beside(1), ArrowUp: () => beside(-1) }[event.key];
      if (!next) return;
      event.preventDefault();
      next()?.focus();
    });
    return { marks: marks.nodes(), figureOf, activate };
  }

  explore.drawChart = (container, panel, label, tell) => {
    const held = container.node().contains(document.activeElement) ? document.activeElement.id : "";
    container.selectAll("*").remove();
    const drawn = panel.lines.filter((line) => line.drawn.length);
    if (!drawn.some((line) => line.drawn.length > 1)) return false;
    const width = container.node().clientWidth;
    // Before it is laid out; whoever observes its width draws it then.
    if (!width) return true;
    const layout = layOut(panel, drawn, width);
    const svg = container.append("svg").attr("width", width).attr("height", layout.height).attr("viewBox", `0 0 ${width} ${layout.height}`)
      .attr("role", "group").attr("aria-label", label);
    drawAxes(svg, panel, layout);
    for (const line of drawn) drawBreaks(svg, panel, line, layout);
    for (const line of drawn) drawJoins(svg, panel, line, layout);
    for (const line of drawn) for (const one of line.drawn) drawMark(svg, panel, line, one, layout);
    writeLabels(svg, drawn, layout);
    const { marks, figureOf, activate } = makeMarksAnswer(svg, drawn, layout, tell);
    const ofYear = (one) => one.year === THIS_YEAR && !one.span;
    const start = marks.find((mark) => mark.id === held) || marks.find((mark) => ofYear(figureOf(mark))) || last(marks);
    activate(start);
    if (held) start.focus();
    return true;
  };
})();
