// The patient's phone: answers are kept here until the server has them; the hold clock; drafts kept while writing.
"use strict";

// ---- Answers kept until heard -------------------------------------------------------------------
// A form with data-checkin is sent by script with Accept: application/json. It counts as heard only when the
// answer is {"heard": <the same once>}; a sign-in page, an error page or a captive portal is not that.
(() => {
  const SHELF = "tercet.unsent";
  const AGAIN_MS = 5_000;
  const forms = [...document.querySelectorAll("form[data-checkin]")];
  const unsent = () => { try { return JSON.parse(localStorage.getItem(SHELF)) || []; } catch { return []; } };
  // Any page sends what an earlier one could not, if a form's token stands on it.
  if (!forms.length && !(unsent().length && document.querySelector("input[name=csrfmiddlewaretoken]"))) return;
  const keep = (answers) => { try { localStorage.setItem(SHELF, JSON.stringify(answers)); return true; } catch { return false; } };
  const key = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 0x0f) | 0x40; b[8] = (b[8] & 0x3f) | 0x80;
    const h = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
  };

  function say(state, words) {
    for (const place of document.querySelectorAll("[data-heard-words]")) { place.textContent = place.dataset[state] || words; place.dataset.state = state; }
    for (const box of document.querySelectorAll("[data-when-unsent]")) box.hidden = state !== "waiting" && state !== "refused";
  }

  async function send(answer) {
    const body = new URLSearchParams(answer.fields);
    const waited = Math.max(0, Math.round((Date.now() - answer.kept) / 1000));
    body.set("waited_seconds", String(waited));
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) body.set("csrfmiddlewaretoken", token.value);
    const reply = await fetch(answer.url, {
      method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, cache: "no-store",
    });
    const kind = reply.headers.get("Content-Type") || "";
    const words = kind.includes("application/json") ? await reply.json() : {};
    if (reply.ok && words.heard === answer.once) return { heard: true, says: words.says, next: words.next };
    // Refused for good: said plainly, never silently dropped.
    if ([409, 410, 422].includes(reply.status)) return { refused: true, says: words.says };
    throw new Error(`not heard: ${reply.status}`);
  }

  let busy = false;
  async function sendAll() {
    if (busy) return;
    busy = true;
    try {
      for (const answer of unsent()) {
        const result = await send(answer);
        keep(unsent().filter((other) => other.once !== answer.once));
        if (result.heard && answer.shelf) localStorage.removeItem(answer.shelf);  // its draft, on whichever page it is heard
        if (result.heard) say("heard", result.says || "Heard.");
        else say("refused", result.says || "This answer was not taken. Call your guide.");
        document.dispatchEvent(new CustomEvent("heard", { detail: { answer, next: result.next, heard: !!result.heard } }));
      }
    } catch {
      const waiting = unsent();
      if (waiting.length) {
        say("waiting", waiting.length === 1
          ? "Not sent yet: no line. It is kept here and goes when the line is back."
          : `${waiting.length} answers not sent yet: no line. They are kept here and go when the line is back.`);
      }
    } finally { busy = false; }
  }

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.name === "language") return;  // other words, nothing is sent
      const fields = new URLSearchParams(new FormData(form, event.submitter || undefined));
      const once = fields.get("once") || key();
      fields.set("once", once);
      const answer = { once, url: form.getAttribute("action") || location.pathname, fields: fields.toString(), kept: Date.now(), shelf: form.dataset.shelf };
      // No room to keep it (a private window): let the browser send the form as it would without script.
      if (!keep([...unsent(), answer])) return;
      event.preventDefault();
      const field = form.elements.namedItem("once");
      if (field) field.value = key();
      say("sending", "Sending…");
      sendAll();
    });
  }
  sendAll();
  setInterval(() => { if (unsent().length) sendAll(); }, AGAIN_MS);
  window.addEventListener("online", sendAll);
})();

// ---- The hold clock -----------------------------------------------------------------------------
(() => {
  const hold = document.querySelector("[data-hold]");
  if (!hold) return;
  // Counted from the server's clock at drawing and this device's own running time: a wrong phone clock changes nothing.
  const whole = Number(hold.dataset.seconds);
  const leftAtDrawing = whole - (new Date(hold.dataset.now) - new Date(hold.dataset.started)) / 1000;
  const drawnAt = performance.timeOrigin + performance.now();
  const left = hold.querySelector("[data-left]");
  const ring = hold.querySelector(".ring-left");
  let rung = leftAtDrawing <= 0;

  function turn() {
    const now = performance.timeOrigin + performance.now();
    const seconds = Math.max(0, Math.ceil(leftAtDrawing - (now - drawnAt) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    ring.setAttribute("stroke-dasharray", `${(100 * seconds / whole).toFixed(1)} 100`);
    if (seconds > 0) return;
    clearInterval(beat);
    hold.dataset.over = "";
    hold.querySelector("[data-hold-words]").hidden = true;
    hold.querySelector("[data-over-words]").hidden = false;
    if (!rung) { rung = true; if (navigator.vibrate) navigator.vibrate([400, 200, 400]); }
  }
  const beat = setInterval(turn, 250);
  turn();
})();

// ---- Drafts kept while writing ------------------------------------------------------------------
// A form with data-draft is posted with draft=1 a moment after each change, and when the page is left.
(() => {
  const PAUSE_MS = 1_500;
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const status = document.querySelector("[data-draft-words]");
  let timer = null;
  let dirty = false;

  const body = () => { const fields = new URLSearchParams(new FormData(form)); fields.set("draft", "1"); return fields; };
  const url = form.getAttribute("action") || location.href;

  async function keepDraft() {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    try {
      const reply = await fetch(url, {
        method: "POST", body: body(), credentials: "same-origin", headers: { Accept: "application/json" }, keepalive: true,
      });
      if (!reply.ok || reply.redirected) throw new Error(String(reply.status));
      if (status) status.textContent = "Kept. You can stop here and come back.";
    } catch {
      dirty = true;
      if (status) status.textContent = "Not kept yet: no line. Keep this page open.";
      timer = setTimeout(keepDraft, PAUSE_MS * 4);
    }
  }
  form.addEventListener("input", () => { dirty = true; clearTimeout(timer); timer = setTimeout(keepDraft, PAUSE_MS); });
  form.addEventListener("focusout", keepDraft);
  form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
  window.addEventListener("pagehide", () => { if (dirty) { dirty = false; navigator.sendBeacon(url, body()); } });
})();
