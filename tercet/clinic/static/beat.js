// A sign of life from this page every ten seconds while a dosing page is open; says so when the line is gone.
"use strict";
(() => {
  const EVERY_MS = 10_000;
  const root = document.documentElement;
  const { live, beat, strand } = document.body.dataset;
  if (!live || !beat) return;
  let missed = 0;

  async function send() {
    try {
      const answer = await fetch(`${live.replace(/\/$/, "")}/beat/${encodeURIComponent(beat)}`, {
        method: "POST", credentials: "include", cache: "no-store", keepalive: true,
        body: new URLSearchParams({ strand: strand || "patient" }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      missed = 0;
    } catch {
      missed += 1;
    }
    // One lost beat is nothing; two in a row are said.
    root.dataset.line = missed > 1 ? "lost" : "open";
    for (const part of document.querySelectorAll("[data-when-line]")) {
      part.hidden = part.dataset.whenLine !== root.dataset.line;
    }
  }

  send();
  setInterval(send, EVERY_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  window.addEventListener("online", send);
})();
