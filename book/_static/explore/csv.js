// The CSV holds the figures of the table, as that of any figure does: columns and notes are those of show/figure_data.py.
(() => {
  const COLUMNS = [
    "indicator_id", "indicator", "indicator_zh", "place", "period", "value_shown", "value", "lower", "upper", "unit",
    "source_id", "source_title", "source_address", "source_grade", "note", "book_version",
  ];
  const cell = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));

  function noteOf(line, one) {
    const breaks = explore.breaksBefore(line, one).map((gap) => `Not to be joined to ${gap.after}: ${gap.reason}`);
    return [one.where, one.note, one.correction && `Corrected: ${one.correction}`, ...breaks].filter(Boolean).join(" ");
  }

  function rowsOf({ indicator, lines }) {
    const shown = (one) => (indicator.unit === "per cent" ? one.text.slice(0, -1) : one.text);
    return lines.flatMap((line) => [...line.points, ...line.undated].map((one) => [
      indicator.id, indicator.en, indicator.zh, one.place, one.period, shown(one), one.value, one.lower, one.upper,
      indicator.unit, one.source.id, one.source.name, one.source.address, one.source.grade, noteOf(line, one),
      published.data.book.version,
    ]));
  }

  let address = "";
  explore.offerCsv = (link, view) => {
    URL.revokeObjectURL(address);
    // The byte-order mark, as in the CSV of a figure: without it Excel misreads the Chinese names.
    const rows = rowsOf(view);
    const text = [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
    const file = new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" });
    address = URL.createObjectURL(file);
    const size = file.size < 1000 ? `${file.size} bytes` : `${(file.size / 1000).toFixed(1)} kB`;
    const name = [view.indicator.id, ...view.places.map((place) => place.slug), ...new Set([view.from, view.to])].join("-");
    link.attr("href", address).attr("download", `${name}.csv`)
      .text(`Download what is shown (CSV with sources, ${language.count(rows.length, "row")}, ${size})`);
  };
})();
