// A dosing page that notices when the evening has taken a turn (started, released, a call for help)
// and then draws itself anew. Without a line it stays as it is, with its numbers to call.
"use strict";
(() => {
  const EVERY_MS = 4_000;
  const { turn, turnUrl } = document.body.dataset;
  if (!turnUrl) return;
  setInterval(async () => {
    const answer = await fetch(turnUrl, { cache: "no-store", redirect: "error" }).catch(() => null);
    if (answer && answer.ok && (await answer.text()) !== turn) location.reload();
  }, EVERY_MS);
})();
