// Before anything is painted. The letters are fetched beside the style sheets that name them, so that they come in time
// (report.css). From the disk a browser fetches nothing ahead: there they may come late, as they are next to nothing
// away. Then light or dark: what the reader chose here, else what the system asks for.
(() => {
  for (const [face, weight] of [["Regular", "400"], ["Bold", "600 700"]]) {
    const href = new URL(`fonts/BookSans-${face}.woff`, document.currentScript.src).href;
    if (location.protocol === "file:") {
      document.fonts.add(new FontFace("Book Sans", `url("${href}")`, { weight, display: "swap" }));
    } else {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "font", type: "font/woff", crossOrigin: "anonymous", href });
      document.head.append(link);
    }
  }
  const page = document.documentElement.dataset;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("mode");
    } catch {
      return null; // storage is forbidden
    }
  };
  const show = () => {
    page.mode = chosen() || "auto";
    page.theme = page.mode === "auto" ? (dark.matches ? "dark" : "light") : page.mode;
  };
  dark.addEventListener("change", show);
  addEventListener("mode", show);
  show();
})();
