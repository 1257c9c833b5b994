// A live page: hears the server, draws again what changed, and turns grey by itself when it hears nothing.
"use strict";
(() => {
  const STALE_AFTER_MS = 10_000;
  const RETRY_MS = 3_000;
  const DRAW_WITHIN_MS = 5_000;
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
  let behind = true;      // something was heard that is not drawn yet

  function tell(heard) {
    root.dataset.heard = heard ? "yes" : "no";
    for (const mark of document.querySelectorAll("[data-as-of]")) {
      mark.classList.toggle("still", !heard);
      if (asOf) mark.textContent = (heard ? "Live, as of " : "Not live. As of ") + said(asOf);
    }
    const words = document.querySelector("[data-unheard-words]");
    if (words && !heard) {
      const sentence = asOf
        ? `Nothing heard from the server since ${said(asOf)}. What you see may be old.`
        : "This page cannot hear the server. What you see may be old.";
      // Written once, so that a screen reader says it once.
      if (words.textContent !== sentence) words.textContent = sentence;
    }
  }

  function hear(event) {
    const news = JSON.parse(event.data);
    heardAt = Date.now();
    asOf = news.as_of;
    return news;
  }

  // What is being typed or stands open in a part, so that drawing it again takes nothing from anyone.
  function held(part) {
    const now = document.activeElement;
    const typed = [...part.querySelectorAll("input[id], textarea[id]")].filter((one) => one.value !== one.defaultValue);
    return {
      focus: part.contains(now) ? now.id : "",
      typed: typed.map((one) => [one.id, one.value]),
      open: [...part.querySelectorAll("details[open][id]")].map((one) => one.id),
    };
  }

  function giveBack({ focus, typed, open }) {
    for (const [id, value] of typed) { const one = document.getElementById(id); if (one) one.value = value; }
    for (const id of open) { const one = document.getElementById(id); if (one) one.open = true; }
    const one = focus && document.getElementById(focus);
    if (!one) return;
    one.focus({ preventScroll: true });
    if (one.setSelectionRange && /^(text|search|tel|textarea)$/.test(one.type)) one.setSelectionRange(one.value.length, one.value.length);
  }

  async function draw(part) {
    const answer = await fetch(part.dataset.fragmentUrl, {
      credentials: "same-origin", headers: { "X-Requested-With": "fragment" }, cache: "no-store",
      signal: AbortSignal.timeout(DRAW_WITHIN_MS),
    });
    // Signed out, or sent elsewhere: nothing that came may be shown as this page's truth.
    if (!answer.ok || answer.redirected) throw new Error(`fragment ${answer.status}`);
    const html = await answer.text();
    const kept = held(part);
    part.innerHTML = html;
    giveBack(kept);
    part.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  }

  // One round of drawing at a time; what is heard meanwhile is drawn in one round after it.
  let drawing = false;
  let next = null;        // the sessions to draw in the next round; "all" for everything

  async function drawAgain(dosing = "all") {
    behind = true;
    next = next === null || next === String(dosing) ? String(dosing) : "all";
    if (drawing) return;
    drawing = true;
    try {
      while (next !== null) {
        const only = next;
        next = null;
        const parts = [...document.querySelectorAll("[data-fragment-url]")].filter(
          (part) => only === "all" || !part.dataset.dosing || part.dataset.dosing === only);
        await Promise.all(parts.map(draw));
      }
      behind = false;
      tell(true);
    } catch {
      // Hearing the stream is not enough: a page that cannot draw what it heard is not live.
      next = null;
      tell(false);
    } finally { drawing = false; }
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
      if (behind || news.seq !== seq) { seq = news.seq; drawAgain(); } else { tell(true); }
    });
    stream.addEventListener("change", (event) => {
      const news = hear(event);
      const gap = behind || news.seq !== seq + 1;
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
  window.addEventListener("pagehide", () => stream && stream.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  connect();
})();
