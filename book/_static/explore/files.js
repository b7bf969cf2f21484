// What is shown, to take along: a CSV, a picture, a citation.
(() => {
  const { book, csvColumns } = published.data;
  const { SHOWS, asShown, breaksBefore, namesOf, titleOf, yearsText } = explore;

  const nameOf = (view) => [
    ...view.indicators.map(({ id }) => id), ...view.places.map(({ slug }) => slug), ...new Set([view.from, view.to]), ...(view.show === "figure" ? [] : [view.show]),
  ].join("-");

  // The CSV holds the figures of the table: columns and notes are those of show/figure_data.py, quotes those of publish/offered.py.
  const cell = (value) => (/[",;\t\r\n]/.test(value) ? `"${String(value).replace(/"/g, '""')}"` : String(value ?? ""));

  function noteOf(line, one) {
    const breaks = breaksBefore(line, one).map((gap) => `Not to be joined to ${gap.after}: ${gap.reason}`);
    return [one.where, one.note, one.correction && `Corrected: ${one.correction}`, ...breaks].filter(Boolean).join(" ");
  }

  function rowOf({ indicator, show }, line, one) {
    const shown = asShown(one, show) || { ...one, text: "", value: "", lower: "", upper: "" };
    const isPlain = show === "figure";
    const refusal = isPlain || shown.of ? "" : one[show].words;
    // To a spreadsheet U+2212 is text, and an interval with signs begins a formula.
    const text = shown.text.replace(/\u2212(?=\d)/g, "-").replace(/^(?=[+-].* to )/, "from ");
    const isPercent = isPlain ? indicator.unit === "per cent" : show !== "head";
    const read = [...new Set(shown.of ? [one.source, shown.by.source] : [one.source])];
    // Each source keeps its place, whether it has an address or not.
    const named = (key) => (read.some((source) => source[key]) ? read.map((source) => source[key]).join("; ") : "");
    return {
      indicator_id: indicator.id, indicator: indicator.en + (isPlain ? "" : `: ${SHOWS[show].name.toLowerCase()}`), indicator_zh: indicator.zh,
      place: one.place, period: one.period, value_shown: isPercent ? text.replace(/%$/, "") : text,
      value: shown.value, lower: shown.lower, upper: shown.upper, unit: SHOWS[show].unit(indicator),
      source_id: named("id"), source_title: named("name"), source_address: named("address"), source_grade: named("grade"),
      note: refusal || (shown.of ? `Computed: ${explore.formula(shown, show)}` : noteOf(line, one)),
      book_version: book.book_version, book_released: book.book_released,
    };
  }

  function rowsOf({ panels }) {
    return panels.flatMap((panel) => panel.lines.flatMap((line) =>
      [...line.points, ...line.undated].map((one) => rowOf(panel, line, one)).map((row) => csvColumns.map((name) => row[name]))));
  }

  const addresses = new Map();
  function offer(link, blob, name) {
    URL.revokeObjectURL(addresses.get(link));
    addresses.set(link, URL.createObjectURL(blob));
    link.href = addresses.get(link);
    link.download = name;
  }

  explore.offerCsv = (link, view) => {
    // The byte-order mark, as in the CSV of a figure: without it Excel misreads the Chinese names.
    const rows = rowsOf(view);
    const text = [csvColumns, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
    const file = new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" });
    const size = file.size < 1000 ? `${file.size} bytes` : `${(file.size / 1000).toFixed(1)} kB`;
    offer(link.node(), file, `${nameOf(view)}.csv`);
    link.text(`CSV with sources, ${language.count(rows.length, "row")}, ${size}`);
  };

  // How to cite it: a line, BibTeX or RIS, worded as for the other figures (publish/citation.py).
  const cite = (view, text, written = (words) => words) => {
    const show = view.show === "figure" ? "" : `, ${SHOWS[view.show].name.toLowerCase()}`;
    const title = written(`Explore: ${titleOf(view)}${show}, ${namesOf(view)}, ${yearsText(view)}`);
    const said = { title, name: `explore-${nameOf(view)}`, address: explore.linkTo(view) };
    return text.replace(/@(title|name|address)@/g, (_, part) => said[part]);
  };
  const inTex = (words) => words.replace(/[%&#$_{}\\~^]/g, (sign) => book.tex[sign] || `\\${sign}`);
  // A program of references takes no address but one on the web.
  const inWeb = (view, text) => (explore.linkTo(view).includes("://") ? text : text.replace(/.*@address@.*\r?\n/, ""));
  explore.citationOf = (view) => cite(view, book.line);
  explore.bibtexOf = (view) => cite(view, inWeb(view, book.bibtex), inTex);
  explore.offerRis = (link, view) => {
    offer(link.node(), new Blob([cite(view, inWeb(view, book.ris))], { type: "application/x-research-info-systems" }), `${nameOf(view)}.ris`);
  };
  // Who reads it from a disk gives others the address where it is published, or the name of the page.
  explore.linkTo = (view) => {
    const page = book.address || (location.protocol.startsWith("http") ? location.href.split("#")[0] : "book/explore.html");
    return page + explore.addressOf(view);
  };

  // The picture: what stands over the charts, the charts as they are, breaks, sources and citation, in one SVG.
  const MARGIN = 20;
  const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "font-size", "font-weight", "opacity"];
  const NS = "http://www.w3.org/2000/svg";

  function copyLooks(from, to) {
    const style = getComputedStyle(from);
    for (const name of LOOKS) to.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "id"]) to.removeAttribute(name);
    [...from.children].forEach((child, n) => copyLooks(child, to.children[n]));
  }

  function drawPicture(view, charts) {
    const width = Math.max(640, charts.reduce((sum, { svg }) => sum + svg.clientWidth + MARGIN, -MARGIN)) + 2 * MARGIN;
    const colours = getComputedStyle(document.body);
    const picture = document.createElementNS(NS, "svg");
    const add = (name, attributes, text = "") => {
      const made = picture.appendChild(document.createElementNS(NS, name));
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      made.textContent = text;
      return made;
    };
    const ground = add("rect", { width, fill: colours.backgroundColor });
    const measure = document.createElement("canvas").getContext("2d");
    // Text from a place downwards, broken to a width; returns where it ends.
    const write = (text, [left, top, room], size, weight = 400) => {
      measure.font = `${weight} ${size}px sans-serif`;
      const lines = [""];
      for (const word of text.split(/(?= )/)) {
        const longer = lines[lines.length - 1] + word;
        if (measure.measureText(longer).width > room) lines.push(word.trim());
        else lines[lines.length - 1] = longer;
      }
      lines.forEach((line, n) => add("text", { x: left, y: top + size * (1.35 * n + 1), "font-size": size, "font-weight": weight, fill: colours.color }, line));
      return top + lines.length * size * 1.35;
    };
    const whole = (top) => [MARGIN, top, width - 2 * MARGIN];
    let height = write(titleOf(view), whole(MARGIN), 22, 700);
    height = write(explore.subtitleOf(view), whole(height), 14) + 12;
    // Panels stand beside each other, their charts on one line.
    let left = MARGIN;
    const heads = charts.map(({ svg, lead, title }) => {
      const at = [left, svg.clientWidth];
      left += svg.clientWidth + MARGIN;
      let top = height;
      if (charts.length > 1) top = write(title, [at[0], top, at[1]], 16, 700) + 2;
      return [at[0], lead.reduce((down, words, n) => write(words, [at[0], down, at[1]], 14, n ? 400 : 700), top)];
    });
    const top = Math.max(...heads.map(([, down]) => down)) + 8;
    charts.forEach(({ svg }, n) => {
      const copy = svg.cloneNode(true);
      copyLooks(svg, copy);
      for (const ring of copy.querySelectorAll("circle")) ring.remove();
      copy.setAttribute("x", heads[n][0]);
      copy.setAttribute("y", top);
      picture.append(copy);
    });
    height = top + Math.max(...charts.map(({ svg }) => svg.clientHeight)) + 8;
    for (const [reason, letter] of view.letters) height = write(`${letter}: ${reason}`, whole(height), 11);
    const used = new Set(charts.flatMap(({ panel }) => panel.lines.flatMap((line) => line.drawn)).flatMap((one) => [one, one.by].filter(Boolean)).map((one) => one.source));
    height = write(`Sources: ${[...used].map(({ name, grade }) => `${name} (grade ${grade})`).join("; ")}.`, whole(height + 4), 11);
    height = write(`${explore.citationOf(view)} ${book.licence}.`, whole(height + 4), 11) + MARGIN;
    ground.setAttribute("height", height);
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, "font-family": "sans-serif" })) picture.setAttribute(name, value);
    return { width, height, text: new XMLSerializer().serializeToString(picture) };
  }

  function save(blob, name) {
    const link = document.createElement("a");
    offer(link, blob, name);
    link.click();
  }

  explore.savePicture = (kind, view, charts) => {
    const { width, height, text } = drawPicture(view, charts);
    const name = `${nameOf(view)}.${kind}`;
    if (kind === "svg") return save(new Blob([text], { type: "image/svg+xml" }), name);
    return new Promise((done, fail) => {
      const image = new Image();
      image.onerror = fail;
      image.onload = () => {
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width: 2 * width, height: 2 * height });
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => done(save(blob, name)), "image/png");
      };
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    });
  };
})();
