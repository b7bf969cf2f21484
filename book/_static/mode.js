// Before anything is painted. The letters are fetched beside the style sheets that name them, so that they come in
// time (report.css); from the disk a browser would not let them be. Then light or dark: what the reader chose here,
// else what the system asks for.
(() => {
  if (location.protocol.startsWith("http")) {
    for (const face of ["Regular", "Bold"]) {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "font", type: "font/woff", crossOrigin: "anonymous" });
      link.href = new URL(`fonts/BookSans-${face}.woff`, document.currentScript.src).href;
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
