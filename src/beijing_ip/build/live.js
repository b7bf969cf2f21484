// Served with every page by `make live`, and no part of the book: shows the newest edition of the page at the same place,
// and says when there is none because the build failed.
(() => {
  const PAUSE = 150; // milliseconds; a connection that stays open would be one of the six that a browser has
  const { edition } = document.currentScript.dataset;

  const note = document.createElement("p");
  note.textContent = "The last build failed: see the terminal";
  note.setAttribute("role", "status");
  note.style.cssText =
    "position: fixed; right: 1rem; bottom: 1rem; z-index: 9999; margin: 0; padding: .5rem .75rem; border-radius: .25rem;" +
    "background: #8c1d18; color: #fff; font: 600 .875rem/1.4 sans-serif;";

  const ask = async () => {
    try {
      const now = await (await fetch("/_live.json")).json();
      if (now.edition !== edition) {
        location.reload();
        return;
      }
      if (!now.failed) note.remove();
      else if (!note.isConnected) document.body.append(note);
    } catch {
      // `make live` has ended: the page stays, and follows it when it is there again.
    }
    setTimeout(ask, PAUSE);
  };
  ask();
})();
