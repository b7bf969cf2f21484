// Answers a question from the index (search-index.js): words in all their forms, with small slips, and in the words of
// the book; numbers with or without separators; names of figures and tables; Chinese in either script.
// MiniSearch says which entries hold the words, and how much that tells; how well an entry answers is weighed here.
const searchEngine = (() => {
  const CJK = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
  const LETTER = "a-z\\u00c0-\\u024f";
  const TOKEN = new RegExp(
    `(?:figure|fig|chart|table|图|表)[.\\s]*[0-9]+(?:\\.[0-9]+)?|in force|intellectual property|trade[- ]marks?|% of` +
      `|(?:[0-9]{1,3}(?:[, \\u00a0\\u2009\\u202f][0-9]{3})+(?![0-9])|[0-9]+)(?:\\.[0-9]+)?|[${CJK}]+|[${LETTER}]+`,
    "gi",
  );
  const HAN = new RegExp(`^[${CJK}]`);
  const WORD = new RegExp(`^[${LETTER}]+$`);
  const NAMED = /^(\D+?)[.\s]*([0-9.]+)$/;
  const SCALES = { 万: 1e4, 萬: 1e4, 亿: 1e8, million: 1e6, billion: 1e9 };
  const SCALE = new RegExp(`^\\s*(${Object.keys(SCALES).join("|")})`, "i");
  // Words of a question that name what is sought, not what it is about.
  const WANTED = {
    figure: "figure chart graph picture diagram cite plot trend up down 图 图表",
    table: "table 表 表格",
    term: "chinese translation translate mean meaning define definition term 中文 什么 意思",
    number: "how many much number count figure value amount total 多少 几",
    source: "source 来源",
    // A file of an indicator's numbers is offered by Explore.
    file: "csv download 下载",
  };
  // Words that tell little here: those of any question, and what the whole book is about.
  const ASKING =
    "how many much what which when where who does did do go goes went show find give tell get has have had been this that these those " +
    `about from per book long take happen verified verify true city ${searchIndex.subject} 多少 什么 怎么 如何 哪些 是否 吗 呢 的 了`;
  const CHINESE_ASKING = /多少|什么|怎么|如何|哪些|是否|[吗呢的了]/g;
  const WEIGHTS = { page: 0.95, figure: 1.25, table: 0.9, term: 1.2, number: 1, source: 0.5 };
  const BOOST = { title: 4, names: 2, page: 0.5, text: 1 };
  const EXCERPT = 180;

  const stemmer = new Stemmer();
  const stems = new Map();
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, stemmer.stemWord(word));
    return stems.get(word);
  };
  // Words that mean the same here have one name.
  const same = new Map();
  for (const [name, words] of searchIndex.same) for (const word of [name, ...words.split(" ")]) same.set(stem(word), stem(name));
  for (const [name, words] of [["hold", "in force"], ["share", "% of"], ["ip", "intellectual property"], ["trademark", "trade mark"], ["trademark", "trade-mark"]]) same.set(stem(words), name);
  const meaning = (word) => same.get(stem(word)) || stem(word);
  const stopwords = new Set([...searchIndex.stopwords, "s", "t"]);
  for (const word of "up down".split(" ")) stopwords.delete(word);

  // A token of a text: where it stands, and the terms that it is found by.
  const readNumber = (digits, rest) => {
    const plain = digits.replace(/[^0-9.]/g, "");
    const scale = rest.match(SCALE);
    return scale ? [plain, String(Number((plain * SCALES[scale[1].toLowerCase()]).toPrecision(12)))] : [plain];
  };
  const readChinese = (run) => (run.length === 1 ? [run] : [...run].slice(1).map((letter, at) => run[at] + letter));
  const tokens = (text) =>
    [...text.matchAll(TOKEN)].map((match) => {
      const [raw] = match;
      const word = raw.toLowerCase();
      const end = match.index + raw.length;
      const numbered = /[0-9]$/.test(word) && word.match(NAMED);
      const terms = numbered
        ? [`${/^(table|表)/.test(word) ? "table" : "figure"}${numbered[2]}`]
        : /^[0-9]/.test(word)
          ? readNumber(word, text.slice(end, end + 10))
          : HAN.test(word)
            ? readChinese(word)
            : stopwords.has(word)
              ? []
              : [meaning(word)];
      return { start: match.index, end, word, terms };
    });
  // Texts of the index are asked for again with each question.
  const held = new Map();
  const terms = (text) => {
    if (!held.has(text)) held.set(text, tokens(text).flatMap((token) => token.terms));
    return held.get(text);
  };

  const [PAGE, NUMBER] = ["page", "number"].map((kind) => searchIndex.kinds.indexOf(kind));
  const entries = searchIndex.entries.map(([kind, page, anchor, title, names, text], id) => {
    const [name, address, lang, report] = searchIndex.pages[page];
    const own = anchor.replace(/^(indicator=|source-)/, "");
    return { id, kind, page: name, address: address + (anchor && `#${anchor}`), own, lang, report, title, names: names.join("\n"), text };
  });

  const engine = new MiniSearch({
    fields: Object.keys(BOOST),
    tokenize: terms,
    processTerm: (term) => term,
    searchOptions: { tokenize: (text) => text.split("\n"), boost: BOOST, bm25: { k: 1.2, b: 0.8, d: 0.3 } },
  });
  // Every word of the book, as it is written.
  const vocabulary = new Set();
  const known = new Set();
  const spelling = new MiniSearch({ fields: ["id"], tokenize: (word) => [word], processTerm: (term) => term });
  const collect = (entry) => {
    for (const { word, terms } of tokens(`${entry.title} ${entry.names} ${entry.text}`)) {
      for (const term of terms) known.add(term);
      if (terms.length && WORD.test(word)) vocabulary.add(word);
    }
  };

  const TELLING_LITTLE = new Set(terms(ASKING));

  // In parts, so that typing and scrolling go on meanwhile.
  const pause = () => new Promise((resolve) => setTimeout(resolve));
  const ready = (async () => {
    let began = performance.now();
    for (const entry of entries) {
      engine.add(entry);
      collect(entry);
      if (performance.now() - began < 10) continue;
      await pause();
      began = performance.now();
    }
  })();

  const spell = (word) => {
    if (!spelling.documentCount) spelling.addAll([...vocabulary].map((id) => ({ id })));
    return spelling.search(word, { fuzzy: word.length > 7 ? 2 : 1 });
  };

  // What stands in the book for a word of the query: itself, words that begin so, or the words nearest to it.
  const readings = (token) => {
    if (!token.terms.length || !WORD.test(token.word) || token.terms.some((term) => known.has(term))) return { terms: token.terms };
    const begun = token.word.length > 2 ? [...vocabulary].filter((word) => word.startsWith(token.word)) : [];
    if (begun.length) return { terms: [...new Set(begun.map(meaning))] };
    const near = token.word.length > 4 ? spell(token.word) : [];
    const best = near.slice(0, 3).filter(({ score }) => score > 0.7 * near[0].score).map(({ id }) => id);
    return best.length ? { terms: [...new Set(best.map(meaning))], meant: best[0] } : { terms: token.terms };
  };

  const simplify = (text) => [...text.normalize("NFKC")].map((letter) => searchIndex.traditional[letter] || letter).join("");

  const read = (query) => {
    const plain = simplify(query).trim();
    const phrases = (plain.match(/["“”][^"“”]+["“”]/g) || []).map((words) => words.slice(1, -1).trim().toLowerCase());
    const wanted = new Set();
    const asked = tokens(plain.replace(CHINESE_ASKING, " $& ")).map((token) => {
      const kinds = Object.keys(WANTED).filter((kind) => WANTED[kind].split(" ").some((word) => stem(word) === stem(token.word)));
      for (const kind of kinds) wanted.add(kind);
      return { ...token, ...readings(token), aside: kinds.length > 0 || ASKING.split(" ").includes(token.word) };
    });
    const isScale = ({ word }, at) => word in SCALES && at > 0 && /^[0-9]/.test(asked[at - 1].word);
    // Each pair of Chinese characters counts as a word, and so does each English word.
    const words = asked
      .filter((token, at) => token.terms.length && !isScale(token, at))
      .flatMap((token) =>
        HAN.test(token.word) ? token.terms.map((term) => ({ ...token, terms: [term] })) : [token],
      );
    const runs = asked.filter(({ word, aside }) => !aside && word.length > 1 && HAN.test(word)).map(({ word }) => word);
    const corrected = words.filter(({ meant }) => meant);
    // "Up or down" asks one thing.
    const once = words.filter(({ terms }, at) => words.findIndex((word) => word.terms.join() === terms.join()) === at);
    return { plain: plain.toLowerCase(), words: once, runs, phrases, wanted, corrected };
  };

  // How far a name and the question are the same, from 0 to 1.
  const likeness = (name, words) => {
    const held = [...new Set(terms(name))];
    const sought = new Set(words.flatMap(({ terms }) => terms));
    const telling = held.filter((term) => sought.has(term) || !(/^[0-9]/.test(term) || TELLING_LITTLE.has(term)));
    if (!telling.length) return 0;
    const precision = telling.filter((term) => sought.has(term)).length / telling.length;
    const all = words.reduce((sum, { weight }) => sum + weight, 0) || 1;
    const recall = words.reduce((sum, { terms, weight }) => sum + (terms.some((term) => held.includes(term)) ? weight : 0), 0) / all;
    return precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
  };

  // Which part of the words that follow one another in the question do so in a text.
  const order = (text, words) => {
    if (words.length < 2) return 0;
    const flat = terms(text);
    const pairs = words.slice(1).map((word, at) => [words[at].terms, word.terms]);
    const met = pairs.filter(([one, other]) => flat.some((term, at) => at && one.includes(flat[at - 1]) && other.includes(term)));
    return met.length / pairs.length;
  };

  // A number alone asks what it counts.
  const isAbout = (entry, words) => entry.kind === NUMBER && words.every(({ word, aside }) => aside || /^[0-9]/.test(word));

  const inExplore = (entry) => entry.kind === NUMBER && !entry.own.startsWith("row-");

  const weigh = (entry, result, question) => {
    const { words, wanted } = question;
    const all = words.reduce((sum, { weight }) => sum + weight, 0);
    const held = words.filter(({ terms }) => terms.some((term) => result.match[term]));
    const coverage = held.reduce((sum, { weight }) => sum + weight, 0) / all;
    const names = [entry.title, ...entry.names.split("\n")];
    const kind = searchIndex.kinds[entry.kind];
    const telling = words.filter(({ aside }) => !aside);
    const named = Math.max(...names.map((name) => likeness(name, telling.length ? telling : words)));
    const answer = entry.kind === NUMBER ? entry.text.split("\n")[0] : "";
    let score = result.score * coverage * coverage * WEIGHTS[kind] * (1 + 3 * named * named) * (entry.report || kind !== "page" ? 1 : 0.7);
    score *= 1 + order(`${names.join(" ")} ${answer}`, words) + 0.3 * order(entry.text, words);
    // The book's year answers before other years.
    if (answer && words.some(({ terms: sought }) => terms(answer).some((term) => sought.includes(term) && /^[0-9]/.test(term)))) score *= 3;
    if (answer.startsWith("No figure")) score *= 0.25;
    // A count says its change itself.
    if (entry.own.endsWith("-growth")) score *= 0.3;
    if (entry.kind === NUMBER) score *= 1 + 1.4 * named;
    if (named > 0.99) score *= 1.5;
    if (words.some(({ terms: sought }) => sought.includes(terms(entry.title)[0]))) score *= 1.15;
    if (wanted.has(kind)) score *= kind === "number" ? 1.5 : 10;
    if (wanted.has("file") && inExplore(entry)) score *= 10;
    if (isAbout(entry, words)) score *= 3;
    if (entry.own && entry.own === question.plain) score *= 20;
    return { entry, coverage, score, terms: new Set(held.flatMap(({ terms }) => terms)) };
  };

  const find = (query) => {
    const question = read(query);
    const sought = [...new Set(question.words.flatMap(({ terms }) => terms))];
    if (!sought.length) return { question, found: [] };
    const aside = new Set(question.words.flatMap(({ aside, terms }) => (aside ? terms : [])));
    const results = engine.search(sought.join("\n"), { boostTerm: (term) => (aside.has(term) ? 0.2 : 1) });
    for (const word of question.words) {
      const holding = results.filter(({ match }) => word.terms.some((term) => match[term])).length;
      // What is nowhere in the book tells nothing, as a pair of characters from two Chinese words.
      word.weight = holding ? Math.log(1 + entries.length / (1 + holding)) * (word.aside ? 0.15 : 1) : 0.01;
    }
    let found = results.map((result) => weigh(entries[result.id], result, question));
    const whole = (entry) => simplify(`${entry.title}\n${entry.names}\n${entry.text}`).toLowerCase();
    // What is quoted must stand together; so must Chinese, where it does anywhere.
    found = found.filter(({ entry }) => question.phrases.every((phrase) => whole(entry).includes(phrase)));
    const together = found.filter(({ entry }) => question.runs.every((run) => whole(entry).includes(run)));
    if (together.length) found = together;
    const most = Math.max(0, ...found.map(({ coverage }) => coverage));
    found = found.filter(({ coverage }) => coverage > 0.6 * most);
    return { question, found: found.sort((a, b) => b.score - a.score) };
  };

  // Places of the words found in a text, as [start, end].
  const spans = (text, result, question) => {
    const runs = question.runs.flatMap((run) => {
      const starts = [];
      for (let at = text.indexOf(run); at >= 0; at = text.indexOf(run, at + 1)) starts.push([at, at + run.length]);
      return starts;
    });
    const words = tokens(text)
      .filter(({ word, terms }) => !HAN.test(word) && terms.some((term) => result.terms.has(term)))
      .map(({ start, end }) => [start, end]);
    return [...runs, ...words].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  };

  // The line that holds most of the words, cut to the surroundings of the first of them at spaces.
  const excerpt = (lines, result, question) => {
    const held = lines.map((line) => new Set(terms(line).filter((term) => result.terms.has(term))).size);
    const line = lines[held.indexOf(Math.max(...held))] || "";
    if (line.length <= EXCERPT) return line;
    const [[first] = [0]] = spans(line, result, question);
    let start = Math.min(Math.max(0, first - EXCERPT / 3), line.length - EXCERPT);
    if (start > 0) start = line.lastIndexOf(" ", start) > start - 20 ? line.lastIndexOf(" ", start) + 1 : start;
    let stop = start + EXCERPT;
    const space = line.lastIndexOf(" ", stop);
    if (stop < line.length && space > stop - 20) stop = space;
    return `${start > 0 ? "… " : ""}${line.slice(start, stop).trim()}${stop < line.length ? " …" : ""}`;
  };

  // What a result says: its name, of a number what answers first, and one more line.
  const describe = (result, question) => {
    const { entry } = result;
    const [first, ...lines] = entry.text.split("\n");
    const isNumber = entry.kind === NUMBER && Boolean(lines.length);
    const [name] = entry.kind === PAGE ? [""] : entry.names.split("\n");
    return {
      address: question.wanted.has("file") && inExplore(entry) ? `book/explore.html#indicator=${entry.own}` : entry.address,
      kind: searchIndex.kinds[entry.kind],
      title: entry.title,
      name,
      page: entry.title === entry.page ? "" : entry.page,
      lang: entry.lang,
      answer: isNumber ? first : "",
      text: excerpt(isNumber ? lines : [first, ...lines], result, question),
    };
  };

  return { ready, find, describe, spans };
})();
