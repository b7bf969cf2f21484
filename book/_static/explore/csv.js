// The CSV holds the figures of the table, as that of any figure does: columns and notes are those of show/figure_data.py.
(() => {
  const COLUMNS = [
    "indicator_id", "indicator", "indicator_zh", "place", "period", "value_shown", "value", "lower", "upper", "unit",
    "source_id", "grade", "note",
  ];
  const cell = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));

  function noteOf(line, one) {
    const breaks = explore.breaksBefore(line, one).map((gap) => `Not to be joined to ${gap.after}: ${gap.reason}`);
    return [one.where, one.note, one.correction && `Corrected: ${one.correction}`, ...breaks].filter(Boolean).join(" ");
  }

  function csvOf({ indicator, lines }) {
    const shown = (one) => (indicator.unit === "per cent" ? one.text.slice(0, -1) : one.text);
    const rows = lines.flatMap((line) => [...line.points, ...line.undated].map((one) => [
      indicator.id, indicator.en, indicator.zh, one.place, one.period, shown(one), one.value, one.lower, one.upper,
      indicator.unit, one.source.id, one.source.grade, noteOf(line, one),
    ]));
    return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
  }

  let address = "";
  explore.offerCsv = (link, view) => {
    URL.revokeObjectURL(address);
    // The byte-order mark, as in the CSV of a figure: without it Excel misreads the Chinese names.
    const file = new Blob(["\ufeff", csvOf(view)], { type: "text/csv;charset=utf-8" });
    address = URL.createObjectURL(file);
    const size = file.size < 1000 ? `${file.size} bytes` : `${(file.size / 1000).toFixed(1)} kB`;
    const name = [view.indicator.id, ...view.places.map((place) => place.slug), ...new Set([view.from, view.to])].join("-");
    link.attr("href", address).attr("download", `${name}.csv`).text(`Download what is shown: ${name}.csv, ${size}`);
  };
})();
