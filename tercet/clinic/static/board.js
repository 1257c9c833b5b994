// The guide's hands on the board: keys for what is done most, and a sound when someone new is in danger.
"use strict";
(() => {
  const SOUND = "tercet.sound";
  const board = document.querySelector("[data-board]");
  if (!board) return;

  // ---- Keys: A acknowledges the first alert, 1 to 9 opens a person, ? shows the keys -------------
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "a" || event.key === "A") {
      const first = board.querySelector("[data-acknowledge]");
      if (first) { event.preventDefault(); first.focus(); first.click(); }
    } else if (/^[1-9]$/.test(event.key)) {
      const person = board.querySelectorAll("[data-open]")[Number(event.key) - 1];
      if (person) { event.preventDefault(); person.click(); }
    } else if (event.key === "?") {
      const keys = document.querySelector("[data-keys]");
      if (keys) { event.preventDefault(); keys.open = !keys.open; keys.querySelector("summary").focus(); }
    }
  });

  // ---- Sound: two low tones for an alarm that was not there before, and again while it stands -----
  const AGAIN_MS = 15_000;
  const toggle = document.querySelector("[data-sound]");
  let air = null;
  let known = new Set();
  let lastRung = 0;

  const wanted = () => { try { return localStorage.getItem(SOUND) === "on"; } catch { return false; } };
  const able = () => air !== null && air.state === "running";

  function show() {
    if (!toggle) return;
    toggle.setAttribute("aria-pressed", String(wanted() && able()));
    // A browser gives sound only after a touch: until then the page says that it is silent.
    toggle.textContent = wanted() && able() ? "Sound is on" : "Sound is off: turn it on";
  }

  async function allow() {
    try { air = air || new AudioContext(); await air.resume(); } catch { air = null; }
    show();
  }

  function tone(at, pitch) {
    const voice = air.createOscillator();
    const loud = air.createGain();
    voice.frequency.value = pitch;
    loud.gain.setValueAtTime(0.0001, at);
    loud.gain.exponentialRampToValueAtTime(0.3, at + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
    voice.connect(loud).connect(air.destination);
    voice.start(at);
    voice.stop(at + 0.55);
  }

  function ring() {
    const alarms = [...board.querySelectorAll("[data-alarm]")].map((one) => one.dataset.alarm);
    const fresh = alarms.some((id) => !known.has(id));
    known = new Set(alarms);
    const due = alarms.length && (fresh || Date.now() - lastRung > AGAIN_MS);
    document.title = (alarms.length ? `(${alarms.length}) ` : "") + document.title.replace(/^\(\d+\) /, "");
    if (!due) return;
    lastRung = Date.now();
    if (wanted() && able()) { tone(air.currentTime, 440); tone(air.currentTime + 0.6, 330); }
  }

  if (toggle) {
    toggle.addEventListener("click", async () => {
      const on = wanted() && able();
      try { localStorage.setItem(SOUND, on ? "off" : "on"); } catch { /* a private window keeps nothing */ }
      if (on) show(); else { await allow(); lastRung = 0; ring(); }
    });
  }
  if (wanted()) document.addEventListener("pointerdown", allow, { once: true });
  document.addEventListener("drawn", ring);
  setInterval(ring, 1_000);
  show();
  ring();
})();
