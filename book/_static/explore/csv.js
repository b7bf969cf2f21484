// The CSV holds the figures of the table.
(() => {
  const COLUMNS = [
    "indicator_id", "indicator", "indicator_zh", "place", "period", "value_text", "value", "lower", "upper", "unit",
    "source_id", "grade", "note", "segment", "break_before",
  ];
  const cell = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));

  function csvOf({ indicator, lines }) {
    const rows = lines.flatMap((line) => [...line.points, ...line.undated].map((one) => [
      indicator.id, indicator.en, indicator.zh, one.place, one.period, one.printed, one.value, one.lower, one.upper,
      indicator.unit, one.source.id, one.source.grade, [one.correction, one.note].filter(Boolean).join(" "),
      one.segment, explore.isAfterBreak(line, one) ? "yes" : "",
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
