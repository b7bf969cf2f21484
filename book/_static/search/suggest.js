// Loads the search when it is needed: what it searches, how, and the library that counts (MiniSearch).
const bookSearch = (() => {
  const root = `${document.documentElement.dataset.content_root}_static/`;
  const PARTS = ["vendor/minisearch.min.js", "search-index.js", "search/engine.js"];
  // The policy of a page lets no text name a script but here, where the names stand in this file.
  const trusting = window.trustedTypes?.createPolicy("search", { createScriptURL: (address) => address });
  const asScript = (address) => (trusting ? trusting.createScriptURL(address) : address);
  let loading;

  const add = (part) =>
    new Promise((resolve, reject) => {
      const src = new URL(root + part, location.href).href;
      // Something else of the page may be loading it.
      const script = [...document.scripts].find((one) => one.src === src) || Object.assign(document.createElement("script"), { src: asScript(src) });
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(`${part} could not be read`)));
      if (!script.isConnected) document.head.append(script);
    });

  const load = () => {
    const parts = typeof language === "undefined" ? ["language.js", ...PARTS] : PARTS;
    // They come side by side; the last one runs only when the others are there.
    loading = loading || Promise.all(parts.slice(0, -1).map(add)).then(() => add(parts[parts.length - 1])).then(() => searchEngine);
    return loading;
  };

  return { load };
})();

// Suggestions below the search field of every page, as a combobox. Nothing is loaded before the field has the focus.
(() => {
  const field = document.getElementById("masthead-search");
  if (!field) return;
  const MOST = 6;
  const root = document.documentElement.dataset.content_root;
  const list = document.createElement("ul");
  Object.assign(list, { id: "search-suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  field.form.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);

  let addresses = [];
  let chosen = -1;

  const choose = (number) => {
    chosen = number;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[chosen].id);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  const open = (isOpen) => {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(-1);
  };

  const part = (name, words) => {
    const made = document.createElement("span");
    made.className = name;
    made.append(...language.markChinese(words));
    return made;
  };

  const option = (said, at) => {
    const made = document.createElement("li");
    made.id = `search-suggestion-${at}`;
    made.setAttribute("role", "option");
    if (said.lang && said.lang !== "en") made.lang = said.lang;
    const about = said.answer || (said.kind === "page" ? said.page : said.name);
    made.append(part("kind", language.capitalise(said.kind)), " ", part("title", said.title), ...(about ? [" ", part("about", about)] : []));
    made.firstChild.lang = "en";
    return made;
  };

  let last = 0;
  const suggest = async () => {
    const turn = (last += 1);
    const engine = await bookSearch.load();
    await engine.ready;
    if (turn !== last || document.activeElement !== field) return;
    const { question, found } = engine.find(field.value);
    const said = found.slice(0, MOST).map((result) => engine.describe(result, question));
    addresses = said.map(({ address }) => root + address);
    list.replaceChildren(...said.map(option));
    open(said.length > 0);
    choose(-1);
  };

  const follow = (at) => {
    open(false);
    location.href = addresses[at];
  };

  const KEYS = {
    ArrowDown: () => choose(chosen + 1 < addresses.length ? chosen + 1 : -1),
    ArrowUp: () => choose(chosen < 0 ? addresses.length - 1 : chosen - 1),
    Escape: () => open(false),
    Enter: () => follow(chosen),
  };
  let waiting;
  // Without suggestions the form still leads to the search page.
  const without = () => open(false);
  field.addEventListener("focus", () => bookSearch.load().catch(without));
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    // What was chosen answered another question.
    choose(-1);
    waiting = setTimeout(() => suggest().catch(without), 100);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || !KEYS[event.key] || (event.key === "Enter" && chosen < 0)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  field.addEventListener("blur", () => {
    last += 1;
    open(false);
  });
  // The field keeps the focus while a suggestion is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const at = [...list.children].indexOf(event.target.closest("li"));
    if (at >= 0) follow(at);
  });
})();
