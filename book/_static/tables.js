// Tables: sorted by a click on a header, searched by a box above them, and copied as a spreadsheet wants them.
// Without this script each table is whole, in its own order.
(() => {
  const clean = (text) => text.replace(/[\s\u00a0\u2009\u202f]+/g, " ").trim();

  // A lone number loses what a spreadsheet would take for text, all else only its special minus signs.
  const NUMBER = /^[+\u2212-]?\d+(,\d{3})*(\.\d+)?%?$/;
  const plain = (text) => {
    const words = clean(text).replace(/\u2212(?=\d)/g, "-").replace(/^\u2013$/, "");
    return NUMBER.test(words) ? words.replace(/^\+|,/g, "") : words;
  };

  // Sorting: up, down, and as it was; rows stay under the title of their group, and empty cells come last.

  const compareWords = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const numberIn = (text) => parseFloat(plain(text).replace(/^[^\d-]+/, "").replace(/,/g, ""));
  const isTitle = (row) => row.cells.length === 1;
  const order = new WeakMap();
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  const sortBy = (table, head, direction) => {
    for (const other of table.tHead.rows[0].cells) {
      if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", other === head ? direction : "none");
    }
    const sign = direction === "descending" ? -1 : 1;
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !isTitle(row));
      for (const [place, row] of rows.entries()) if (!order.has(row)) order.set(row, place);
      const keyed = rows.map((row) => [clean(row.cells[head.cellIndex].textContent), row]);
      const last = (words) => !/[^\u2013]/.test(words);
      const areNumbers = keyed.every(([words]) => last(words) || /^[^\d]{0,12}\d/.test(words));
      const compare = areNumbers ? (a, b) => numberIn(a) - numberIn(b) : compareWords;
      keyed.sort(([a, one], [b, other]) => {
        const before = order.get(one) - order.get(other);
        if (direction === "none") return before;
        return last(a) - last(b) || (last(a) ? 0 : sign * compare(a, b)) || before;
      });
      body.append(...keyed.map(([, row]) => row));
    }
  };

  const sort = (table) => {
    for (const head of table.tHead.rows[0].cells) {
      if (head.querySelector(".visually-hidden") || !clean(head.textContent)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sortBy(table, head, NEXT[head.getAttribute("aria-sort")]));
      head.setAttribute("aria-sort", "none");
      head.append(button);
    }
  };

  // A box above tables that shows only the rows holding all the words typed into it.

  const texts = new WeakMap();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, language.fold(row.textContent));
    return texts.get(row);
  };

  const filter = (some, form) => {
    const [, box, count] = form.children;
    const show = () => {
      const wanted = language.fold(box.value).split(" ").filter(Boolean);
      let shown = 0;
      let all = 0;
      for (const table of some) {
        let inTable = 0;
        for (const body of table.tBodies) {
          const rows = [...body.rows].filter((row) => !isTitle(row));
          for (const row of rows) row.hidden = !wanted.every((word) => textOf(row).includes(word));
          const left = rows.filter((row) => !row.hidden).length;
          for (const title of [...body.rows].filter(isTitle)) title.hidden = !left;
          inTable += left;
          all += rows.length;
        }
        // A table without a row would be a header over nothing.
        (table.closest(".table-box") || table).hidden = !inTable;
        shown += inTable;
      }
      count.textContent = `${shown.toLocaleString("en")} of ${all.toLocaleString("en")} rows shown`;
    };
    form.onsubmit = (event) => event.preventDefault();
    box.oninput = show;
    box.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      box.value = "";
      show();
    };
    show();
  };

  // Copying: a row of a table is a line, cells are parted by tabs, and a number is nothing but a number.

  const textWithin = (cell, selection) => {
    for (let number = 0; number < selection.rangeCount; number += 1) {
      const range = selection.getRangeAt(number);
      if (!range.intersectsNode(cell)) continue;
      const part = document.createRange();
      part.selectNodeContents(cell);
      if (part.comparePoint(range.startContainer, range.startOffset) === 0) part.setStart(range.startContainer, range.startOffset);
      if (part.comparePoint(range.endContainer, range.endOffset) === 0) part.setEnd(range.endContainer, range.endOffset);
      // A selection often ends at the very beginning of the next cell, in which nothing is marked.
      if (part.collapsed && cell.textContent) continue;
      const piece = part.cloneContents();
      for (const end of piece.querySelectorAll("br, p, li, div")) end.after(" ");
      return plain(piece.textContent);
    }
    return null;
  };

  const rowsWithin = (table, selection) => {
    const rows = [];
    for (const row of table.rows) {
      if (row.hidden || !selection.containsNode(row, true)) continue;
      const cells = [...row.cells].map((cell) => [cell, textWithin(cell, selection)]).filter(([, text]) => text !== null);
      if (cells.length) rows.push(cells);
    }
    return rows;
  };

  const asText = (rows) => rows.map((row) => row.map(([, text]) => text).join("\t")).join("\n");

  const asTable = (rows) => {
    const made = document.createElement("table");
    for (const cells of rows) {
      const row = made.insertRow();
      for (const [cell, text] of cells) {
        const copy = document.createElement(cell.localName);
        if (cell.colSpan > 1) copy.colSpan = cell.colSpan;
        copy.textContent = text;
        row.append(copy);
      }
    }
    return made;
  };

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || !event.clipboardData || event.target.closest?.("input, textarea")) return;
    const touched = [...document.querySelectorAll("main table")].map((table) => [table, rowsWithin(table, selection)]);
    const parts = touched.filter(([, rows]) => rows.length);
    const alone = clean(selection.toString());
    let text = "";
    let html = "";
    if (!parts.length) {
      if (!NUMBER.test(alone)) return;
      text = html = plain(alone);
    } else if (parts.length === 1 && parts[0][0].contains(selection.getRangeAt(0).commonAncestorContainer)) {
      const [[, rows]] = parts;
      const isCell = rows.length === 1 && rows[0].length === 1;
      text = asText(rows);
      html = isCell ? "" : asTable(rows).outerHTML;
    } else {
      // Text around a table: the browser writes all, and here each table is set in its place.
      const sheet = document.createElement("div");
      for (let number = 0; number < selection.rangeCount; number += 1) {
        sheet.append(selection.getRangeAt(number).cloneContents());
      }
      for (const hidden of sheet.querySelectorAll("svg, form, button:not(.sort), [hidden]")) hidden.remove();
      for (const link of sheet.querySelectorAll("a[href]")) link.href = String(link.href);
      const copies = [...sheet.querySelectorAll("table")];
      parts.slice(0, copies.length).forEach(([, rows], number) => copies[number].replaceWith(asTable(rows)));
      html = sheet.innerHTML;
      parts.slice(0, copies.length).forEach(([, rows], number) => {
        const lines = document.createElement("pre");
        lines.textContent = asText(rows);
        sheet.querySelector("table").replaceWith(lines);
      });
      sheet.className = "copied-sheet";
      document.body.append(sheet);
      text = sheet.innerText;
      sheet.remove();
    }
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    event.preventDefault();
  });

  const long = [...document.querySelectorAll("article table.long")];
  if (long.length) {
    long.forEach(sort);
    filter(long, long[0].closest(".table-box").previousElementSibling);
  }
})();
