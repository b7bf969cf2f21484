// How scripts compare, count, join and mark words; loaded before those that do.
const language = (() => {
  const CHINESE = /([\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+)/;

  // For comparing: neither capitals nor the width of a letter tell words apart.
  const normalise = (text) => text.normalize("NFKC").toLowerCase();
  // For searching too: 163 000, 163,000 and 163000 are one number; a year and the number behind it stay two.
  const fold = (text) =>
    normalise(text).replace(/(\d),(?=\d)/g, "$1").replace(/\b\d{1,3}(?: \d{3})+(?!\d)/g, (digits) => digits.replace(/ /g, ""))
      .replace(/\s+/g, " ").trim();
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const join = (words) => words.join(", ").replace(/, ([^,]*)$/, " and $1");
  const capitalise = (text) => text.replace(/^./, (letter) => letter.toUpperCase());

  // The data have the apostrophe of a typewriter.
  const typeset = (text) => text.replace(/([a-z])'/gi, "$1\u2019");

  // Chinese within English says so, for those who listen: a text as strings and spans.
  const markChinese = (text) =>
    text.split(CHINESE).filter(Boolean).map((run) => {
      if (!CHINESE.test(run)) return typeset(run);
      const span = document.createElement("span");
      span.lang = "zh-Hans";
      span.textContent = run;
      return span;
    });

  const markChineseIn = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement } = walker.currentNode;
      const data = (walker.currentNode.data = typeset(walker.currentNode.data));
      if (CHINESE.test(data) && !parentElement.closest("svg, [lang|=zh]")) found.push(walker.currentNode);
    }
    for (const text of found) text.replaceWith(...markChinese(text.data));
  };

  return { normalise, fold, count, join, capitalise, markChinese, markChineseIn };
})();
