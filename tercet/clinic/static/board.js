// The board from the keyboard: A takes on the worst alert, 1 to 9 open a person, ? shows the keys; and the guide's sign of life for every live dose on it.
"use strict";
(() => {
  const EVERY_MS = 10_000;
  const { live } = document.body.dataset;

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".board > li")];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    if (event.key === "?") {
      const keys = document.getElementById("keys");
      if (keys) { keys.open = !keys.open; event.preventDefault(); }
    } else if (/^[1-9]$/.test(event.key)) {
      const link = rows()[Number(event.key) - 1]?.querySelector(".name a");
      if (link) { event.preventDefault(); link.click(); }
    } else if (event.key === "a" || event.key === "A") {
      // The alert of the row one is in, else the worst one on the board.
      const here = document.activeElement?.closest?.(".board > li");
      const take = (here && here.querySelector("[data-take]")) || document.querySelector(".board [data-take]");
      if (take) { event.preventDefault(); take.click(); }
    }
  });

  if (!live) return;
  const beat = () => {
    for (const row of document.querySelectorAll("[data-beat-for]")) {
      fetch(`${live.replace(/\/$/, "")}/beat/${encodeURIComponent(row.dataset.beatFor)}`, {
        method: "POST", credentials: "include", cache: "no-store", keepalive: true,
        body: new URLSearchParams({ strand: "guide" }),
      }).catch(() => {}); // live.js says on the page that the server cannot be heard
    }
  };
  beat();
  setInterval(beat, EVERY_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
})();
