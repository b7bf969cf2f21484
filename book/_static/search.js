// Searches the text of the book (search-index.js) for all the words of a query, in English or Chinese.
// Words match in all their forms and from their beginning, numbers with or without separators, Chinese and
// "words in quotation marks" as they stand; traditional characters find the simplified ones of the book.
(() => {
  const CJK = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
  const LETTER = "A-Za-z\\u00c0-\\u024f";
  const TOKEN = new RegExp(`[0-9]+(?:[.,][0-9]+)*|[${CJK}]+|[${LETTER}]+`, "g");
  const WORD = new RegExp(`[${LETTER}]+`, "g");
  const EXCERPT = 200;
  const SHOWN = 3;

  const stemmer = new Stemmer();
  const pages = searchIndex.pages.map((page) => ({
    ...page,
    passages: page.passages.map(([anchor, heading, text]) => ({ anchor, heading, text })),
  }));
  const forms = new Map();
  const vocabulary = new Set(
    pages.flatMap((page) => page.passages.flatMap(({ heading, text }) => `${heading} ${text}`.toLowerCase().match(WORD) || [])),
  );
  for (const word of vocabulary) {
    const stem = stemmer.stemWord(word);
    forms.set(stem, [...(forms.get(stem) || []), word]);
  }

  const wordPattern = (word) => {
    const found = new Set([word, ...(forms.get(stemmer.stemWord(word)) || [])]);
    if (word.length > 2) for (const other of vocabulary) if (other.startsWith(word)) found.add(other);
    const longestFirst = [...found].sort((a, b) => b.length - a.length);
    return `(?<![${LETTER}])(?:${longestFirst.join("|")})(?![${LETTER}])`;
  };
  const numberPattern = (number) => {
    const [whole, ...decimals] = number.replaceAll(",", "").split(".");
    const digits = [[...whole].join(",?"), ...decimals].join("\\.");
    return `(?<![0-9])(?<![0-9][.,])${digits}(?![.,]?[0-9])`;
  };
  const tokenPattern = (token) =>
    /[0-9]/.test(token[0]) ? numberPattern(token) : new RegExp(`[${CJK}]`).test(token[0]) ? token : wordPattern(token);

  // One pattern for each word of the query; the parts of "e-commerce" and 16.3万件 stand side by side.
  const patterns = (query) => {
    const simplified = [...query.normalize("NFKC")].map((letter) => searchIndex.traditional[letter] || letter).join("");
    const chunks = simplified.toLowerCase().match(/["“”][^"“”]+["“”]|[^\s"“”]+/g) || [];
    const words = chunks.map((chunk) => chunk.match(TOKEN)).filter(Boolean);
    const telling = words.filter((tokens) => tokens.length > 1 || !searchIndex.stopwords.includes(tokens[0]));
    return (telling.length ? telling : words).map(
      (tokens) => new RegExp(tokens.map(tokenPattern).join(`[^${CJK}${LETTER}0-9]{0,3}`), "gi"),
    );
  };

  const hits = (text, pattern) => [...text.matchAll(pattern)];
  const coverage = (name, pattern) => hits(name, pattern).reduce((most, [hit]) => Math.max(most, hit.length / name.length), 0);
  // A heading that is the term itself says most; then a heading that holds it; then how often the text does.
  const weigh = (passage, sought) => {
    let score = 0;
    let held = 0;
    for (const pattern of sought) {
      const heading = Math.max(0, ...passage.heading.split(/[·;*]/).map((name) => coverage(name.trim(), pattern)));
      const count = hits(passage.text, pattern).length;
      if (heading) score += 50 + 50 * heading;
      score += Math.min(count, 3);
      held += Boolean(heading || count);
    }
    return { passage, held, score: held * 1000 + score };
  };

  const find = (query) => {
    const sought = patterns(query);
    if (!sought.length) return { sought, found: [] };
    const found = [];
    for (const page of pages) {
      const whole = [page.title, ...page.passages.flatMap(({ heading, text }) => [heading, text])].join("\n");
      if (!sought.every((pattern) => hits(whole, pattern).length)) continue;
      const weighed = page.passages.map((passage) => weigh(passage, sought)).filter(({ held }) => held);
      const most = Math.max(0, ...weighed.map(({ held }) => held));
      const places = weighed.filter(({ held }) => held === most).sort((a, b) => b.score - a.score);
      const title = sought.filter((pattern) => hits(page.title, pattern).length).length;
      // Where only the text holds the words, the findings and the chapters stand before the pages that document them.
      found.push({ page, places, score: (places.length ? places[0].score : 0) + 100 * title + (page.report ? 10 : 0) });
    }
    return { sought, found: found.sort((a, b) => b.score - a.score) };
  };

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const marked = (text, sought) => {
    const spans = sought
      .flatMap((pattern) => hits(text, pattern).map((hit) => [hit.index, hit.index + hit[0].length]))
      .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const parts = [];
    let end = 0;
    for (const [start, stop] of spans) {
      if (start < end) continue;
      parts.push(...language.markChinese(text.slice(end, start)), element("mark", {}, ...language.markChinese(text.slice(start, stop))));
      end = stop;
    }
    return [...parts, ...language.markChinese(text.slice(end))];
  };

  // The line that holds most of the words, cut to the surroundings of the first hit at spaces.
  const excerpt = (text, sought) => {
    const lines = text.split("\n");
    const held = lines.map((line) => sought.filter((pattern) => hits(line, pattern).length).length);
    const line = lines[held.indexOf(Math.max(...held))];
    const first = Math.min(...sought.flatMap((pattern) => hits(line, pattern).map((hit) => hit.index)), line.length);
    if (line.length <= EXCERPT) return line;
    let start = Math.min(Math.max(0, first - EXCERPT / 3), line.length - EXCERPT);
    if (start > 0) start = line.lastIndexOf(" ", start) > start - 20 ? line.lastIndexOf(" ", start) + 1 : start;
    let stop = start + EXCERPT;
    const space = line.lastIndexOf(" ", stop);
    if (stop < line.length && space > stop - 20) stop = space;
    return `${start > 0 ? "… " : ""}${line.slice(start, stop).trim()}${stop < line.length ? " …" : ""}`;
  };

  const placeItem = (page, { passage }, sought) => {
    const address = page.address + (passage.anchor && `#${passage.anchor}`);
    const name = passage.anchor ? passage.heading : "At the head of the page";
    const text = excerpt(passage.text, sought);
    return element(
      "li",
      {},
      element("a", { href: address }, ...marked(name, sought)),
      ...(text ? [element("p", {}, ...marked(text, sought))] : []),
    );
  };

  const pageItem = ({ page, places }, sought) => {
    const list = (some) => element("ul", {}, ...some.map((place) => placeItem(page, place, sought)));
    const item = element(
      "section",
      { lang: page.language || "en" },
      element("h2", {}, element("a", { href: page.address }, ...marked(page.title, sought))),
      list(places.slice(0, SHOWN)),
    );
    const more = places.slice(SHOWN);
    if (more.length) {
      const summary = `${language.count(more.length, "more place")} on this page`;
      item.append(element("details", {}, element("summary", { lang: "en", textContent: summary }), list(more)));
    }
    return item;
  };

  const form = document.getElementById("search-form");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  const nothing = document.getElementById("search-nothing");

  const show = () => {
    const query = form.q.value.trim();
    const { sought, found } = find(query);
    const places = found.reduce((sum, { places }) => sum + places.length, 0);
    results.replaceChildren(...found.map((page) => pageItem(page, sought)));
    nothing.hidden = !query || found.length > 0;
    status.textContent = !query
      ? ""
      : found.length
        ? `${language.count(places, "place")} on ${language.count(found.length, "page")} for “${query}”`
        : `Nothing found for “${query}”`;
    document.title = document.title.replace(/^.*?(?=Search)/, query ? `${query} – ` : "");
  };

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
    // So that "back" from a result leads to this query. Chromium refuses it for files.
    if (location.protocol !== "file:") history.replaceState(null, "", `?q=${encodeURIComponent(form.q.value.trim())}`);
  });
  if (!form.q.value) form.q.value = new URLSearchParams(location.search).get("q") || "";
  show();
  if (!form.q.value) form.q.focus();
})();
