// Light or dark, before anything is painted: what the reader chose here, else what the system asks for.
(() => {
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
