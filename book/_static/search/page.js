// The search page: what it finds for the question in its field, best first.
(() => {
  const SHOWN = 10;
  const form = document.getElementById("search-form");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  const more = document.getElementById("search-more");
  const nothing = document.getElementById("search-nothing");

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const marked = (text, result, question) => {
    const parts = [];
    let end = 0;
    for (const [start, stop] of searchEngine.spans(text, result, question)) {
      if (start < end) continue;
      parts.push(...language.markChinese(text.slice(end, start)), element("mark", {}, ...language.markChinese(text.slice(start, stop))));
      end = stop;
    }
    return [...parts, ...language.markChinese(text.slice(end))];
  };

  const item = (result, question) => {
    const said = searchEngine.describe(result, question);
    const mark = (text) => marked(text, result, question);
    const title = element("a", { href: said.address }, ...mark(said.title));
    const made = element(
      "li",
      { lang: said.lang || "en" },
      element("p", { className: "search-kind", lang: "en" }, element("b", {}, language.capitalise(said.kind)), ...(said.page ? [" ", element("span", {}, ...language.markChinese(said.page))] : [])),
      element("h2", {}, title, ...(said.name ? [" ", element("span", {}, ...mark(said.name))] : [])),
    );
    if (said.answer) made.append(element("p", { className: "search-answer" }, ...mark(said.answer)));
    if (said.text) made.append(element("p", {}, ...mark(said.text)));
    return made;
  };

  const say = (query, question, found) => {
    if (!query) return "";
    if (!found.length) return `Nothing found for “${query}”`;
    const read = question.corrected.map(({ word, meant }) => `“${word}” read as “${meant}”`);
    return [`${language.count(found.length, "result")} for “${query}”`, ...read].join(", ");
  };

  let last = 0;
  const show = async () => {
    const query = form.q.value.trim();
    const turn = (last += 1);
    if (query && !results.children.length) status.textContent = "Searching";
    const engine = await bookSearch.load().catch(() => null);
    if (!engine) {
      status.textContent = "What the search reads could not be loaded. Load the page again.";
      return;
    }
    await engine.ready;
    if (turn !== last) return;
    const { question, found } = engine.find(query);
    const add = (some) => results.append(...some.map((result) => item(result, question)));
    results.replaceChildren();
    add(found.slice(0, SHOWN));
    more.hidden = found.length <= SHOWN;
    more.textContent = `Show ${found.length - SHOWN} more`;
    more.onclick = () => {
      more.hidden = true;
      add(found.slice(SHOWN));
      results.children[SHOWN].querySelector("a").focus();
    };
    nothing.hidden = !query || found.length > 0;
    status.textContent = say(query, question, found);
    document.title = document.title.replace(/^.*?(?=Search)/, query ? `${query} – ` : "");
  };

  // So that "back" from a result, or a copied address, leads to this question. Chromium refuses it for files.
  const keep = () => {
    if (location.protocol !== "file:") history.replaceState(null, "", `?q=${encodeURIComponent(form.q.value.trim())}`);
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
    keep();
  });
  results.addEventListener("click", keep);
  if (!form.q.value) form.q.value = new URLSearchParams(location.search).get("q") || "";
  // The page stands before the index is asked for, and without a question it is not; nobody paints a page in the background.
  const painted = new Promise((resolve) => {
    new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
    setTimeout(resolve, 2000);
  });
  if (form.q.value) painted.then(show);
  else form.q.focus();
})();
