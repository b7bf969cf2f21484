// What the frame of a page does. Without this script everything can still be read and reached.
(() => {
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const page = document.documentElement;

  // Colours: as the system has them, light, dark.
  const MODES = { auto: "as the system has them", light: "light", dark: "dark" };
  const button = find(".mode-button");
  const name = () => {
    button.setAttribute("aria-label", `Colours: ${MODES[page.dataset.mode]}`);
    button.title = button.getAttribute("aria-label");
  };
  button.addEventListener("click", () => {
    const order = Object.keys(MODES);
    const mode = order[(order.indexOf(page.dataset.mode) + 1) % order.length];
    try {
      localStorage.setItem("mode", mode);
    } catch {
      return; // storage is forbidden: the system decides
    }
    dispatchEvent(new Event("mode"));
    name();
  });
  name();

  // Ctrl or Cmd with K goes to the search field.
  addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    find("input[type=search]").focus();
  });

  // The code behind the page: one button instead of a line at each passage.
  const code = all("details.hide");
  const shown = find(".code-button");
  if (shown) {
    shown.addEventListener("click", () => {
      const open = page.classList.toggle("code-shown");
      for (const passage of code) passage.open = open;
      shown.setAttribute("aria-pressed", String(open));
      if (open) code[0].querySelector("summary").focus();
    });
  }

  find(".print-button")?.addEventListener("click", () => print());

  // What scrolls sideways can be reached and scrolled with the keyboard.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of all(".highlight pre")) watch.observe(box);

  // A popover closes when one of its links is followed on the same page, and when the focus goes on: it would lie over it.
  for (const list of all("[popover]")) {
    const close = () => list.hidePopover && list.matches(":popover-open") && list.hidePopover();
    list.addEventListener("click", (event) => event.target.closest("a") && close());
    list.addEventListener("focusout", (event) => event.relatedTarget && !list.contains(event.relatedTarget) && close());
  }

  // Where no popover is known, as in Safari 15, the same buttons show and hide the same lists, in their place.
  if (!("popover" in HTMLElement.prototype)) {
    for (const button of all("[popovertarget]")) {
      const list = document.getElementById(button.getAttribute("popovertarget"));
      const fold = () => button.setAttribute("aria-expanded", String(!list.classList.toggle("folded")));
      button.addEventListener("click", fold);
      fold();
    }
  }

  // Where the reader is in "On this page".
  const links = new Map(all(".on-this-page a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const seen = new Set();
  const follow = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
      const here = sections.filter((section) => seen.has(section)).pop();
      if (!here) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(here.id).setAttribute("aria-current", "location");
    },
    { rootMargin: "0px 0px -75% 0px" },
  );
  for (const section of sections) follow.observe(section);
})();
