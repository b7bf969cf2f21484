// A number's card: what is known of a number, beside it, the same in prose, tables and charts (`data-figures` names the
// published figures behind it). The data come when the first card is opened. Without this script a link is a link.
(() => {
  const here = document.currentScript.src;
  const page = document.documentElement;
  const isChinese = page.lang.startsWith("zh");
  const say = isChinese
    ? {
      close: "关闭", back: "返回", loading: "正在载入……", failed: "无法载入这个数字的资料。", follow: "打开链接", printed: "原文", exact: "精确度", counts: "含义",
      source: "出处", change: "比{}年", share: "占全国", head: "每万人", note: "注意", correction: "更正", base: "除数", doubt: "可靠性",
      computed: "本书计算", reading: "所示内容", rests: "依据的数字", explore: "更多年份（英文）", entry: "词条（英文）", copy: "复制数字和引用",
      copied: "已复制：", refused: "浏览器不允许复制，请手动复制：", part: "无：不是全年数字", none: "无：没有{}年的数字", ratio: "无：百分比和名次不计算增长率",
      preferred: "（按本书采用的数字）", in: "引自：", from: "来源：", comma: "，", stop: "。",
    }
    : {
      close: "Close", back: "Back", loading: "Loading …", failed: "What is known of this number could not be loaded.", follow: "Follow the link", printed: "As printed",
      exact: "How exact", counts: "What it counts", source: "Source", change: "Change on {}", share: "Share of the nation", head: "Per 10,000 residents",
      note: "Note", correction: "Corrected", base: "Divided by", doubt: "Reliability", computed: "Computed in this book", reading: "What the chart shows",
      rests: "It rests on", explore: "Explore", entry: "Every number", copy: "Copy with citation", copied: "Copied: ",
      refused: "The browser refused; copy it from here: ", part: "None: the figure is not of a full year", none: "None: there is no figure of {} to compare it with",
      ratio: "None: not computed for a percentage or a rank", preferred: " (by the figures preferred for these years)", in: "Quoted from: ", from: "Source: ", comma: ", ", stop: ". ",
    };

  // Data: read once, by the name of a published figure.
  let reading;
  const read = () => {
    reading ||= Promise.all([
      typeof language === "undefined" && fetchScript("language.js"),
      typeof reportFigures === "undefined" && fetchScript("figures-data.js"),
    ]).then(index);
    reading.catch(() => (reading = undefined));
    return reading;
  };

  const fetchScript = (name) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = new URL(name, here);
    script.onload = done;
    script.onerror = () => {
      script.remove();
      fail(new Error(name));
    };
    document.head.append(script);
  });

  const index = () => {
    const { columns, indicators } = reportFigures;
    const figures = new Map();
    for (const indicator of indicators) for (const place of indicator.places) for (const kind of ["points", "undated", "others"]) {
      for (const row of place[kind] || []) {
        const one = Object.fromEntries(row.map((cell, n) => [columns[n], cell]));
        figures.set(one.id, { ...one, indicator, place, isPreferred: kind === "points" });
      }
    }
    return figures;
  };

  // What is said of one figure.
  const words = (n) => reportFigures.words[n];
  const capital = (text) => text.replace(/^./, (letter) => letter.toUpperCase());
  const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const nameOf = ({ indicator, place, when, period }) => [isChinese ? indicator.zh : indicator.en, place.place, when || period].join(say.comma);
  const withUnit = ({ text, indicator }) => (["per cent", "rank"].includes(indicator.unit) ? text : `${text} ${indicator.unit}`);
  const printedAs = (one) => (one.phrase ? `“${one.phrase}”` : `“${one.printed}${/[\u3400-\u9fff]/.test(words(one.printedUnit)) ? "" : " "}${words(one.printedUnit)}”`.replace(" ”", "”"));
  const sourceOf = (one) => {
    const [id, name, about, grade, address] = reportFigures.sources[one.source];
    return { id, name, about, grade, address: address && address + one.address };
  };
  const ofYear = (list, year) => (list || []).find((each) => each[0] === year);

  const changeOf = ({ period, indicator, place, isPreferred }) => {
    const year = Number(period);
    if (!year) return say.part;
    if (["per cent", "rank"].includes(indicator.unit)) return say.ratio;
    const grown = (place.growth || []).find(([first, last]) => first === year - 1 && last === year);
    if (grown) return capital(words(grown[2])) + (isPreferred ? "" : say.preferred);
    const gap = (place.gaps || []).find(([after, before]) => after === year - 1 && before === year);
    return gap ? gap[2].map(words).join(" ") : say.none.replace("{}", year - 1);
  };

  const exploreAddress = (figures) => {
    const years = figures.flatMap(({ period }) => period.match(/\d{4}/g).map(Number));
    const first = figures.length > 1 ? Math.min(...years) : Math.min(...years) - 1;
    const some = (of, most) => [...new Set(figures.map(of))].slice(0, most).join(",");
    const view = `indicator=${some((one) => one.indicator.id, 2)}&places=${some((one) => slug(one.place.place), 4)}`;
    return `${page.dataset.content_root}book/explore.html#${view}&from=${first}&to=${Math.max(...years)}`;
  };

  // The numbers of the release have an entry each, other indicators one in the glossary.
  const entryAddress = ({ indicator }) => {
    const rows = indicator.places.flatMap((place) => [...(place.points || []), ...(place.undated || []), ...(place.others || [])]);
    const at = reportFigures.columns.indexOf("source");
    const isOfRelease = rows.some((row) => reportFigures.sources[row[at]][0] === reportFigures.release);
    return `${page.dataset.content_root}book/${isOfRelease ? `numbers.html#${indicator.id}` : `glossary.html#term-${slug(indicator.en)}`}`;
  };

  // Book and page as the page itself says how to cite it, and where it is being read.
  const citeBook = () => {
    const cited = document.querySelector(".cite p")?.textContent.trim() || document.title;
    const isKnown = cited.includes("://") || !location.protocol.startsWith("http");
    return `${say.in}${cited}${isKnown ? "" : ` ${location.href.split("#")[0]}`}`;
  };
  const citeSource = (one) => {
    const { name, about, address } = sourceOf(one);
    const where = words(one.where).replace(/^P/, "p").replace(/\.$/, "");
    return `${name}${about}${where && `, ${where}`}.${address && ` ${address}`}`;
  };
  const citeFigure = (one) => `${nameOf(one)}: ${withUnit(one)} (${printedAs(one)}).\n${say.from}${citeSource(one)}`;

  // The card itself.
  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  // On a Chinese page what exists in English alone says so; on an English one Chinese words do.
  const written = (text) => {
    if (!isChinese) return language.markChinese(text);
    return /[a-z]{3}/i.test(text) ? [make("span", { lang: "en" }, ...language.markChinese(text))] : [text];
  };
  const link = (href, text) => make("a", { href }, ...written(text));
  const button = (className, sign, title, onclick) => {
    const made = make("button", { type: "button", className, onclick, title }, sign);
    made.setAttribute("aria-label", title);
    return made;
  };

  const card = make("div", { className: "number-card", hidden: true, tabIndex: -1, lang: isChinese ? "zh-Hans" : "en" });
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "number-card-title");
  document.body.append(card);
  let opener;
  let shown = []; // cards, one opened from the other

  const show = (title, ...parts) => {
    const back = shown.length > 1 ? [button("number-card-back", "‹", say.back, () => { shown.pop(); shown[shown.length - 1](); })] : [];
    const heading = make("h2", { id: "number-card-title", tabIndex: -1 }, ...title);
    const end = button("number-card-close", "×", say.close, () => close(true));
    card.replaceChildren(make("div", { className: "number-card-bar" }, ...back, heading, end), ...parts);
    card.scrollTop = 0;
    position();
    heading.focus({ preventScroll: true });
  };

  const list = (entries) => make("dl", {}, ...entries.filter(([, text]) => text).flatMap(([term, text]) => [
    make("dt", {}, term), make("dd", {}, ...(typeof text === "string" ? written(text) : text)),
  ]));

  const actions = (figures, citation) => {
    const said = make("output");
    const text = `${citation}\n${citeBook()}`;
    const copy = make("button", { type: "button", className: "number-card-copy", onclick: () => {
      const tell = (how) => {
        said.replaceChildren(how, ...written(text));
        said.scrollIntoView({ block: "nearest" });
      };
      (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()).then(() => tell(say.copied), () => tell(say.refused));
    } }, say.copy);
    const entries = figures.length > 1 ? [] : [make("a", { href: entryAddress(figures[0]) }, say.entry)];
    return [make("div", { className: "number-card-actions" }, make("a", { href: exploreAddress(figures) }, say.explore), ...entries, copy), said];
  };

  const showFigure = (one) => {
    const { name, about, grade, address } = sourceOf(one);
    const year = Number(one.period);
    const [, share] = ofYear(one.place.share, year) || [];
    const [, head] = ofYear(one.place.head, year) || [];
    const inWords = (each) => (typeof each === "number" ? words(each) : each);
    const isShort = (text) => text && text.length < 30;
    const where = words(one.where);
    show(
      written(nameOf(one)),
      make("p", { className: "number-card-number" }, ...written(withUnit(one))),
      list([
        [say.printed, printedAs(one)],
        [say.exact, words(one.exactness)],
        [say.doubt, one.doubtful ? capital(reportFigures.doubtful) : ""],
        [say.correction, words(one.correction)],
        [say.counts, [...written(one.indicator.definition), " ", ...written(`${capital(one.indicator.kind)}.`)]],
        [say.source, [...written(where && `${where} `), ...(address ? [link(address, name)] : written(name)), ...written(`${about} (grade ${grade})`)]],
        [say.change.replace("{}", year ? year - 1 : isChinese ? "上" : "the year before"), changeOf(one)],
        [say.share, capital(inWords(share) || "")],
        [say.head, isShort(inWords(head)) ? capital(inWords(head)) : ""],
        [say.base, words(one.base)],
        [say.note, words(one.note)],
      ]),
      ...actions([one], citeFigure(one)),
    );
  };

  const open = (view) => {
    shown.push(view);
    view();
  };

  const showComputed = (figures, number, how) => show(
    [number],
    make("p", { className: "number-card-how" }, ...(how ? [`${say.computed}${isChinese ? "：" : ": "}`, ...written(how)] : [])),
    make("h3", {}, say.rests),
    make("ul", {}, ...figures.map((one) => make("li", {},
      make("button", { type: "button", onclick: () => open(() => showFigure(one)) }, ...written(`${nameOf(one)}: ${withUnit(one)}`)),
      make("span", {}, ...written(`${printedAs(one)}, ${sourceOf(one).name} (grade ${sourceOf(one).grade})`))))),
    ...actions(figures, [`${number}.`, ...(how ? [`${say.computed}: ${how}`] : []), `${say.rests}:`, ...figures.map(citeFigure)].join("\n")),
  );

  const isSheet = () => innerWidth < 600; // as in card.css
  // Below the number or above it, where there is more room; on a telephone a sheet at the bottom (card.css).
  const position = () => {
    card.style.cssText = "";
    const boxes = opener.getClientRects();
    const at = boxes[boxes.length - 1];
    if (isSheet()) {
      scrollBy(0, Math.max(0, at.bottom + 16 - card.getBoundingClientRect().top));
      return;
    }
    const [above, below] = [at.top, innerHeight - at.bottom];
    const isAbove = card.offsetHeight + 16 > below && above > below;
    card.style.maxHeight = `${Math.max(isAbove ? above : below, 200) - 16}px`;
    const left = Math.max(8, Math.min(at.left, page.clientWidth - card.offsetWidth - 8));
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(isAbove ? at.top - 8 - card.offsetHeight : at.bottom + 8) + scrollY}px`;
  };

  const close = (isBack) => {
    if (card.hidden) return;
    card.hidden = true;
    shown = [];
    opener.removeAttribute("aria-expanded");
    if (isBack) opener.focus({ preventScroll: true });
  };

  const openFor = async (element) => {
    close();
    opener = element;
    opener.setAttribute("aria-expanded", "true");
    card.hidden = false;
    show([say.loading]);
    let known;
    try {
      known = await read();
    } catch {
      if (opener === element && !card.hidden) show([say.failed], ...(element.href ? [make("p", {}, make("a", { href: element.href }, say.follow))] : []));
      return;
    }
    if (opener !== element || card.hidden) return;
    const figures = element.dataset.figures.split(" ").map((id) => known.get(id)).filter(Boolean);
    const isOne = figures.length === 1 && !element.classList.contains("computed");
    const number = element.getAttribute("aria-label") || element.textContent.trim();
    open(() => (isOne ? showFigure(figures[0]) : showComputed(figures, number, element.title || "")));
  };

  const numberAt = (event) => event.target.closest("[data-figures]");
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  addEventListener("click", (event) => {
    const element = numberAt(event);
    if (!element || !isPlain(event)) return;
    event.preventDefault();
    if (element === opener && !card.hidden) close(true);
    else openFor(element);
  });
  addEventListener("pointerdown", (event) => card.contains(event.target) || (numberAt(event) === opener) || close());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close(true);
    const element = numberAt(event);
    if (!element || !isPlain(event) || !(event.key === " " || (event.key === "Enter" && !element.href))) return;
    event.preventDefault();
    openFor(element);
  });
  // Past its last or first control the way goes on from the number.
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...card.querySelectorAll("a, button")];
    const isFirst = event.shiftKey && !(stops.indexOf(document.activeElement) > 0);
    if (!isFirst && !(document.activeElement === stops[stops.length - 1] && !event.shiftKey)) return;
    if (isFirst) event.preventDefault();
    close(true);
  });
  card.addEventListener("focusout", (event) => event.relatedTarget && !card.contains(event.relatedTarget) && close());
  addEventListener("resize", () => card.hidden || position());
  for (const element of document.querySelectorAll("a[data-figures]")) element.setAttribute("aria-haspopup", "dialog");
})();
