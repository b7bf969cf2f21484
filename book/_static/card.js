// A number's card: what is known of a number, beside it, the same in prose, tables and charts (`data-figures` names the
// published figures behind it). The data come when the first card is opened. Without this script a link is a link.
(() => {
  const ENGLISH = {
    close: "Close", back: "Back", loading: "Loading …",
    failed: "What is known of this number could not be loaded.", follow: "Follow its link",
    printed: "As printed", exact: "How exact", doubt: "Reliability", correction: "Corrected", history: "History", others: "Also printed", counts: "What it counts",
    source: "Source", change: "Change on {}", before: "the year before", share: "Share of the nation",
    head: "Per 10,000 residents", base: "Divided by", note: "Note", preferred: " (by the figures preferred for these years)", used: "; used in series",
    growth: "; as printed: ", computed: "Computed in this book", rests: "It rests on", explore: "Explore", entry: "Every number", glossary: "Glossary",
    copy: "Copy with citation", copied: "Copied:\n", refused: "The browser refused; copy it from here:\n",
    from: "Source: ", quoted: "Quoted from: ", comma: ", ", colon: ": ", grade: " (grade\u00a0{})",
  };
  const CHINESE = {
    close: "关闭", back: "返回", loading: "正在载入……", failed: "无法载入这个数字的资料。", follow: "打开它的链接",
    printed: "原文", exact: "精确度", doubt: "可靠性", correction: "更正", history: "修订", others: "其他来源", counts: "含义", source: "出处", change: "比{}年",
    before: "上", share: "占全国", head: "每万人", base: "除数", note: "说明", preferred: "（按这两年采用的数字）", used: "，序列中采用",
    growth: "；原文：", computed: "本书计算", rests: "依据", explore: "更多年份（英文）", entry: "词条（英文）", glossary: "术语表（英文）",
    copy: "复制数字和出处", copied: "已复制：\n", refused: "浏览器不允许复制，请在此复制：\n",
    from: "来源：", quoted: "引自：", comma: "，", colon: "：", grade: "（{}级）",
  };
  const here = document.currentScript.src;
  const page = document.documentElement;
  const isChinese = page.lang.startsWith("zh");
  const say = isChinese ? CHINESE : ENGLISH;

  // The policy of a page lets no text name a script but here, where the names stand in this file.
  const trusting = window.trustedTypes?.createPolicy("card", { createScriptURL: (address) => address });
  const asScript = (address) => (trusting ? trusting.createScriptURL(address) : address);
  // Scripts in their order; what the page has already is not fetched again.
  const fetchScript = (name) => new Promise((done, fail) => {
    const script = Object.assign(document.createElement("script"), { src: asScript(new URL(name, here).href), onload: done });
    script.onerror = () => {
      script.remove();
      fail(new Error(name));
    };
    document.head.append(script);
  });
  const read = async () => {
    if (typeof language === "undefined") await fetchScript("language.js");
    if (typeof reportFigures === "undefined") await fetchScript("figures-data.js");
    if (typeof published === "undefined") await fetchScript("figures/unpack.js");
  };

  // What is said of one figure.
  const placeName = ({ place }) => (isChinese && published.data.placesZh[place]) || place;
  const nameOf = (one) => [isChinese ? one.indicator.zh : one.indicator.en, placeName(one), one.when].join(say.comma);
  const withUnit = (one) => [one.text, one.indicator.counted].filter(Boolean).join(" ");
  const titled = (one, number = withUnit(one)) => `${nameOf(one)}${say.colon}${number}`;
  const printedAs = (one) => `“${one.phrase}”`;
  const grade = (one) => say.grade.replace("{}", one.source.grade);
  const sourceAddress = (one) => one.source.address && one.source.address + one.address;

  const placeOf = (one) => one.indicator.places.find((place) => place.name === one.place);

  // What a figure is of another is said of the one that is preferred for its place and period.
  const ratio = (one, kind) => {
    if (one[kind]) return one[kind].words + (one[kind].printed && say.growth + one[kind].printed);
    const place = placeOf(one);
    const other = [...place.points, ...place.undated].find((each) => each.period === one.period);
    return other ? `${other[kind].words}${"value" in other[kind] ? say.preferred : ""}` : "";
  };

  const exploreAddress = (figures) => {
    const some = (of, most) => [...new Set(of)].slice(0, most);
    const indicators = some(figures.map((one) => one.indicator), 2);
    const shown = figures.filter((one) => indicators.includes(one.indicator));
    const places = some(shown.map((one) => placeOf(one).slug), 4);
    // One figure is shown within its series.
    const years = figures.length === 1 ? published.yearsOf(indicators[0]) : shown.flatMap((one) => [one.year, one.lastYear]);
    const view = `indicator=${indicators.map(({ id }) => id).join(",")}&places=${places.join(",")}`;
    return `${page.dataset.content_root}book/explore.html#${view}&from=${Math.min(...years)}&to=${Math.max(...years)}`;
  };

  const cite = (one, number) => {
    const where = one.where.replace(/^P/, "p").replace(/\.$/, "");
    const source = [`${one.source.name}${one.source.about}${grade(one).replace("\u00a0", " ")}${where && `, ${where}`}.`, sourceAddress(one)].filter(Boolean).join(" ");
    const doubt = one.doubtful ? `\n${language.capitalise(published.data.doubtful)}.` : "";
    return `${titled(one, number)} (${printedAs(one)}).${doubt}\n${say.from}${source}`;
  };
  // The book as the page says how to cite it, and where it is being read.
  const citeBook = () => {
    const cited = document.querySelector(".cite p").textContent.trim();
    const isKnown = document.querySelector('meta[property="og:url"]') || !location.protocol.startsWith("http");
    return `${say.quoted}${cited}${isKnown ? "" : ` ${location.href.split("#")[0]}`}`;
  };

  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  // On a Chinese page what there is in English alone says so; on an English one Chinese words do.
  const written = (text) => {
    if (!isChinese) return language.markChinese(text);
    const runs = text.split(/([A-Za-z][^\u3000-\uffef]*[A-Za-z.)])/).filter(Boolean);
    return runs.map((run) => (/[a-z]{2}/i.test(run) ? make("span", { lang: "en" }, run) : run));
  };
  const button = (className, sign, title, onclick) => {
    const made = make("button", { type: "button", className, onclick, title }, sign);
    made.setAttribute("aria-label", title);
    return made;
  };

  const card = make("div", { className: "number-card", hidden: true, lang: page.lang });
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "number-card-title");
  document.body.append(card);
  let opener;
  let way = []; // cards, each opened from the one before

  const show = (title, ...parts) => {
    const back = way.length > 1 ? [button("number-card-back", "‹", say.back, () => { way.pop(); way[way.length - 1](); })] : [];
    const heading = make("h2", { id: "number-card-title", tabIndex: -1 }, ...title);
    const end = button("number-card-close", "×", say.close, () => close(true));
    card.replaceChildren(make("div", { className: "number-card-bar" }, ...back, heading, end), ...parts);
    card.scrollTop = 0;
    position();
    heading.focus({ preventScroll: true });
  };

  const actions = (explore, entry, citation) => {
    const said = make("output");
    const text = `${citation}\n${citeBook()}`;
    const tell = (how) => {
      said.replaceChildren(how, ...written(text));
      said.scrollIntoView({ block: "nearest" });
    };
    const onclick = () => (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject())
      .then(() => tell(say.copied), () => tell(say.refused));
    const links = [[explore, say.explore], ...entry].map(([href, words]) => make("a", { href }, words));
    const copy = make("button", { type: "button", onclick }, say.copy);
    return [make("div", { className: "number-card-actions" }, ...links, copy), said];
  };

  // What other sources print for the same place and period: each opens its card.
  const othersOf = (one) => {
    const place = placeOf(one);
    const others = place.figures.filter((each) => each !== one && each.period === one.period);
    if (!others.length) return [];
    const used = (each) => (place.others.includes(each) ? "" : say.used);
    return [make("ul", {}, ...others.map((each) => make("li", {},
      make("button", { type: "button", onclick: () => open(() => showFigure(each)) },
        ...written(isChinese ? `${each.printed}${each.printedUnit}` : withUnit(each))),
      say.comma,
      make("span", {}, ...written(each.source.brief), grade(each), used(each)))))];
  };

  // A Chinese page has number, place and rounding in Chinese: the words and the title of its link.
  const showFigure = (one, shown = { textContent: withUnit(one), title: "" }) => {
    const { name, about } = one.source;
    const address = sourceAddress(one);
    const head = ratio(one, "head");
    const { definition, places } = one.indicator;
    // A definition is of the first place, and of years.
    const elsewhere = one.place !== places[0].name && definition.includes(places[0].name) ? ` This figure is of ${one.place}.` : "";
    const kind = /^\d+$/.test(one.period) ? one.indicator.kind : one.indicator.kind.replace(/(the end of )?the year/, "that time");
    const said = [
      [say.printed, printedAs(one)],
      [say.exact, shown.title || one.exactness],
      [say.doubt, one.doubtful ? language.capitalise(published.data.doubtful) : ""],
      [say.correction, one.correction],
      [say.history, one.history],
      [say.counts, `${one.indicator.definition}${elsewhere} ${language.capitalise(kind)}.`],
      [say.source, [...written(one.where && `${one.where} `), address ? make("a", { href: address }, ...written(name)) : [...written(name)], ...written(about), grade(one)].flat()],
      [say.others, othersOf(one)],
      [say.change.replace("{}", /^\d+$/.test(one.period) ? one.year - 1 : say.before), ratio(one, "change")],
      [say.share, ratio(one, "share")],
      [say.head, /^\D{0,12}\d/.test(head) ? head : ""],
      [say.base, one.base],
      [say.note, one.note.replace(/^As printed\.$/, "")],
    ].filter(([, text]) => text.length);
    const { entry } = one.indicator;
    show(
      written(nameOf(one)),
      make("p", { className: "number-card-number" }, ...written(shown.textContent)),
      make("dl", {}, ...said.flatMap(([term, text]) => [
        make("dt", {}, term), make("dd", {}, ...(typeof text === "string" ? written(text) : text)),
      ])),
      ...actions(exploreAddress([one]), [[`${page.dataset.content_root}book/${entry}`, entry.startsWith("numbers") ? say.entry : say.glossary]], cite(one, shown.textContent)),
    );
  };

  const open = (view) => {
    way.push(view);
    view();
  };

  // A quotient needs no brackets before "− 1".
  const unbracket = (how) => how.replace(/\(((?:[^()+−]|\([^()]*\))* ÷ (?:[^()+−]|\([^()]*\))*)\) − 1(?=[.。]$)/, "$1 − 1");

  // A number that no source prints: as the sentence has it, how it was computed, and from which figures.
  const showComputed = (figures, number, how, address) => show(
    [say.computed],
    make("p", { className: "number-card-number" }, ...written(number)),
    make("p", {}, ...written(unbracket(how || ""))),
    make("h3", {}, say.rests),
    make("ul", {}, ...figures.map((one) => make("li", {},
      make("button", { type: "button", onclick: () => open(() => showFigure(one)) }, ...written(titled(one))),
      make("span", {}, ...written(`${printedAs(one)}${say.comma}${one.source.name}`), grade(one))))),
    ...actions(address, [], [[number, how].filter(Boolean).join(". "), `${say.rests}${say.colon}`, ...figures.map((one) => cite(one))].join("\n")),
  );

  // Below the number or above it, where there is more room; on a telephone a sheet at the bottom, with the number in sight.
  const position = () => {
    card.style.cssText = "";
    const boxes = opener.getClientRects();
    const at = boxes[boxes.length - 1];
    if (getComputedStyle(card).position === "fixed") {
      scrollBy({ top: Math.max(0, at.bottom + 16 - card.getBoundingClientRect().top), behavior: "instant" });
      return;
    }
    const [above, below] = [at.top, innerHeight - at.bottom];
    const isAbove = card.offsetHeight + 16 > below && above > below;
    card.style.maxHeight = `${Math.max(isAbove ? above : below, 200) - 16}px`;
    card.style.left = `${Math.max(8, Math.min(at.left, page.clientWidth - card.offsetWidth - 8)) + scrollX}px`;
    card.style.top = `${(isAbove ? at.top - 8 - card.offsetHeight : at.bottom + 8) + scrollY}px`;
  };

  const close = (isBack) => {
    if (card.hidden) return;
    card.hidden = true;
    way = [];
    opener.removeAttribute("aria-expanded");
    if (isBack) opener.focus({ preventScroll: true });
  };

  const openFor = async (element) => {
    close();
    opener = element;
    opener.setAttribute("aria-expanded", "true");
    card.hidden = false;
    show([say.loading]);
    const isStill = () => opener === element && !card.hidden;
    try {
      await read();
    } catch {
      if (isStill()) show([say.failed], ...(element.href ? [make("p", {}, make("a", { href: element.href }, say.follow))] : []));
      return;
    }
    if (!isStill()) return;
    const figures = element.dataset.figures.split(" ").map((id) => published.figures.get(id));
    const isOne = figures.length === 1 && !element.classList.contains("computed");
    // The words of a mark: its number is the first sentence.
    const [, number, how] = (element.getAttribute("aria-label") || "").match(/^(.*?)(?:\.(?=\s|$)|。|$)\s*(.*)$/s);
    open(() => {
      if (isOne) showFigure(figures[0], isChinese && element.href ? element : undefined);
      else showComputed(figures, number || element.textContent.trim(), element.title || how, element.href || exploreAddress(figures));
    });
  };

  const numberAt = (event) => event.target.closest("[data-figures]");
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  addEventListener("click", (event) => {
    const element = numberAt(event);
    if (!element || !isPlain(event)) return;
    event.preventDefault();
    // The second click of a double one does not undo the first.
    if (element !== opener || card.hidden) openFor(element);
    else if (event.detail < 2) close(true);
  });
  addEventListener("pointerdown", (event) => card.contains(event.target) || numberAt(event) === opener || close());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close(true);
    const element = numberAt(event);
    if (!element || !isPlain(event) || !(event.key === " " || (event.key === "Enter" && !element.href))) return;
    event.preventDefault();
    openFor(element);
  });
  // Before its first control and past its last one the way goes on from the number.
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...card.querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    if (event.shiftKey ? at > 0 : at < stops.length - 1) return;
    if (event.shiftKey) event.preventDefault();
    close(true);
  });
  // A press on the number has the focus before it is a click, which then closes.
  const isAway = (next) => next && next !== opener && !card.contains(next);
  card.addEventListener("focusout", (event) => isAway(event.relatedTarget) && close());
  addEventListener("resize", () => card.hidden || position());
  for (const element of document.querySelectorAll("a[data-figures]")) element.setAttribute("aria-haspopup", "dialog");
})();
