// Charts that answer: what a mark says is shown beside it on hover, touch or focus.
// A chart is one stop of the Tab key; arrow keys, Home and End go from mark to mark; Escape takes the words away.
// A click or tap on a mark, or near it, opens the card of its number (card.js) where it has one.
// Without this script each mark has the browser's own tooltip, and the numbers stand in the table.
(() => {
  const REACH = 22; // pixels from a finger or pointer to a mark that counts as meant
  const GRACE = 250; // milliseconds to move from the mark onto its words

  const box = document.createElement("div");
  box.className = "figure-says";
  box.hidden = true;
  box.setAttribute("aria-hidden", "true"); // a mark's own label says the same
  document.body.append(box);

  let told = null;
  let across; // where the pointer is, or undefined for the keyboard
  let leaving = 0;

  const hide = () => {
    clearTimeout(leaving);
    told?.classList.remove("told");
    told = null;
    box.hidden = true;
  };

  const hideSoon = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, GRACE);
  };

  // Above the mark or below it, inside the window; along a wide mark, where the pointer is.
  const place = () => {
    const at = told.getBoundingClientRect();
    // A mark that the keyboard has reached may still be on its way into the window.
    if (told !== document.activeElement && (at.bottom < 0 || at.top > innerHeight)) return hide();
    const { offsetWidth: width, offsetHeight: height } = box;
    const middle = Math.min(Math.max(across ?? (at.left + at.right) / 2, at.left), at.right);
    const left = Math.min(Math.max(middle - width / 2, 8), document.documentElement.clientWidth - width - 8);
    const above = at.top - height - 8;
    const top = above >= 8 ? above : Math.min(at.bottom + 8, innerHeight - height - 8);
    box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  };

  const show = (mark, x) => {
    clearTimeout(leaving);
    if (mark !== told) {
      hide();
      told = mark;
      mark.classList.add("told");
      const [, first, rest] = mark.getAttribute("aria-label").match(/^(.*?(?:\.(?=\s|$)|。|$))(.*)$/s);
      const head = document.createElement("strong");
      head.textContent = first;
      box.replaceChildren(head, rest);
      box.hidden = false;
    }
    across = x;
    place();
  };

  const away = (mark, { clientX: x, clientY: y }) => {
    const at = mark.getBoundingClientRect();
    return Math.hypot(Math.max(at.left - x, 0, x - at.right), Math.max(at.top - y, 0, y - at.bottom));
  };

  // A click near a mark, or on its words, is one on the mark (card.js); the card says more than the words.
  const openCard = (mark, event) => {
    if (!mark.dataset.figures) return;
    hide();
    if (!mark.contains(event.target)) mark.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  };

  const live = (chart) => {
    const marks = [...chart.querySelectorAll(".mark")];
    chart.setAttribute("role", "graphics-document");
    // What the marks say has all of it, in order.
    chart.querySelectorAll("text").forEach((text) => text.setAttribute("aria-hidden", "true"));
    marks.forEach((mark, number) => {
      const title = mark.querySelector("title");
      mark.setAttribute("role", mark.dataset.figures ? "button" : "img");
      mark.setAttribute("aria-label", title.textContent);
      mark.setAttribute("tabindex", number ? "-1" : "0");
      title.remove(); // else the browser would show its own tooltip too
    });

    const go = (number) => {
      const mark = marks[(number + marks.length) % marks.length];
      for (const other of marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
      mark.focus();
    };

    chart.addEventListener("focusin", (event) => show(event.target));
    chart.addEventListener("focusout", hide);
    chart.addEventListener("keydown", (event) => {
      const here = marks.indexOf(event.target);
      const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: -1 };
      if (here < 0 || !(event.key in to) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      go(to[event.key]);
    });

    const point = (event) => {
      const under = event.target.closest(".mark");
      const near = under || marks.reduce((best, mark) => (away(mark, event) < away(best, event) ? mark : best));
      const isMeant = under || away(near, event) <= REACH;
      if (isMeant) show(near, event.clientX);
      else if (told) hideSoon();
      return isMeant && near;
    };
    chart.addEventListener("pointermove", point);
    chart.addEventListener("click", (event) => {
      const mark = point(event);
      if (mark) openCard(mark, event);
    });
    chart.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && hideSoon());
  };

  document.querySelectorAll(".figure-chart > svg").forEach(live);
  box.addEventListener("pointerenter", () => clearTimeout(leaving));
  box.addEventListener("pointerleave", hideSoon);
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays on the mark, and so do its words
  box.addEventListener("click", (event) => openCard(told, event));
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", () => told && place(), { capture: true, passive: true });
  addEventListener("resize", hide);
  addEventListener("pointerdown", (event) => event.target.closest(".figure-chart, .figure-says") || hide());

  // How to cite a figure; where it is read, if the book does not know.
  for (const button of document.querySelectorAll(".figure-copy")) {
    const cite = button.closest(".figure-cite");
    const said = cite.querySelector("output");
    const words = cite.querySelector(".figure-citation");
    const place = words.querySelector(".figure-place");
    if (location.protocol.startsWith("http") && !place.textContent.includes("://")) place.textContent = cite.querySelector(".figure-address").href;
    button.addEventListener("click", () => {
      const copy = navigator.clipboard ? navigator.clipboard.writeText(words.textContent) : Promise.reject();
      copy.then(() => (said.textContent = button.dataset.copied), () => (said.textContent = button.dataset.refused));
    });
  }

  // Paper cannot be opened. (Where the style sheet can, this changes nothing.)
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".figure-tools details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
})();
