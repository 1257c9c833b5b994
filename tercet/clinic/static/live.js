// A live page: hears the server, draws again what changed, and turns grey by itself when it hears nothing.
"use strict";
(() => {
  const STALE_AFTER_MS = 10_000;
  const RETRY_MS = 3_000;
  const root = document.documentElement;
  const live = document.body.dataset.live;
  if (!live || !document.querySelector("[data-fragment-url]")) return;

  const zone = document.body.dataset.zone || undefined;
  const said = (instant) => new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone,
  }).format(new Date(instant));

  let stream = null;      // the open EventSource
  let seq = null;         // the last number heard
  let heardAt = Date.now(); // by this device's clock, only ever compared with itself
  let asOf = null;        // by the server's clock
  let drawn = 0;          // how many redraws have begun; a late answer to an old one is thrown away

  function tell(heard) {
    root.dataset.heard = heard ? "yes" : "no";
    for (const mark of document.querySelectorAll("[data-as-of]")) {
      mark.classList.toggle("still", !heard);
      if (asOf) mark.textContent = (heard ? "Live, as of " : "Not live. As of ") + said(asOf);
    }
    const words = document.querySelector("[data-unheard-words]");
    if (words && !heard) {
      words.textContent = asOf
        ? `Nothing heard from the server since ${said(asOf)}. What you see may be old.`
        : "This page cannot hear the server. What you see may be old.";
    }
  }

  function hear(event) {
    const news = JSON.parse(event.data);
    heardAt = Date.now();
    asOf = news.as_of;
    return news;
  }

  // Draw one part again, keeping the keyboard where it was and anything being typed as it is.
  async function draw(part, turn) {
    const answer = await fetch(part.dataset.fragmentUrl, {
      credentials: "same-origin", headers: { "X-Requested-With": "fragment" }, cache: "no-store",
    });
    // Signed out, or sent elsewhere: nothing that came may be shown as this page's truth.
    if (!answer.ok || answer.redirected) throw new Error(`fragment ${answer.status}`);
    const html = await answer.text();
    if (turn < Number(part.dataset.turn || 0)) return;
    const held = part.contains(document.activeElement) ? document.activeElement : null;
    if (held && held.matches("input, textarea, select")) { part.dataset.waiting = "yes"; return; }
    const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
    const heldId = held && held.id;
    part.innerHTML = html;
    for (const id of open) { const one = document.getElementById(id); if (one) one.open = true; }
    const again = heldId && document.getElementById(heldId);
    if (again) again.focus({ preventScroll: true });
    delete part.dataset.waiting;
    part.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  }

  async function drawAgain(dosing) {
    const turn = ++drawn;
    const parts = [...document.querySelectorAll("[data-fragment-url]")].filter(
      (part) => dosing === undefined || !part.dataset.dosing || part.dataset.dosing === String(dosing));
    for (const part of parts) part.dataset.turn = turn;
    try {
      await Promise.all(parts.map((part) => draw(part, turn)));
      tell(true);
    } catch {
      // Hearing the stream is not enough: a page that cannot draw what it heard is not live.
      heardAt = 0;
      tell(false);
    }
  }

  function connect() {
    if (stream) stream.close();
    stream = new EventSource(`${live.replace(/\/$/, "")}/events`, { withCredentials: true });
    stream.addEventListener("hello", (event) => {
      seq = hear(event).seq;
      drawAgain();
    });
    stream.addEventListener("tick", (event) => {
      const news = hear(event);
      if (seq !== null && news.seq !== seq) { seq = news.seq; drawAgain(); } else { tell(true); }
    });
    stream.addEventListener("change", (event) => {
      const news = hear(event);
      const gap = seq === null || news.seq !== seq + 1;
      seq = news.seq;
      drawAgain(gap ? undefined : news.dosing);
    });
    // The browser tries again by itself unless the server refused; then we do.
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
    });
  }

  setInterval(() => {
    if (Date.now() - heardAt > STALE_AFTER_MS) {
      tell(false);
      // A laptop that slept may hold a dead connection for minutes: begin again.
      if (stream && stream.readyState === EventSource.OPEN) { heardAt = Date.now() - STALE_AFTER_MS; connect(); }
    }
  }, 1_000);
  window.addEventListener("offline", () => { heardAt = 0; tell(false); });
  window.addEventListener("online", connect);
  document.addEventListener("focusout", (event) => {
    const part = event.target.closest && event.target.closest("[data-waiting]");
    if (part) drawAgain();
  });
  window.addEventListener("pagehide", () => stream && stream.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  connect();
})();
