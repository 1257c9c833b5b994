// A sound for the guide: two low tones when someone new is in danger, and again while nobody has taken it on.
"use strict";
(() => {
  const SOUND = "tercet.sound";
  const AGAIN_MS = 15_000;
  const toggle = document.querySelector("[data-sound]");
  if (!toggle) return;
  let air = null;
  let known = new Set();
  let lastRung = 0;

  const wanted = () => { try { return localStorage.getItem(SOUND) === "on"; } catch { return false; } };
  const able = () => air !== null && air.state === "running";

  function show() {
    const on = wanted() && able();
    toggle.setAttribute("aria-pressed", String(on));
    // A browser gives sound only after a touch: until then the page says that it is silent.
    toggle.textContent = on ? "Sound is on" : "Sound is off: turn it on";
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

  // Whoever is in danger and not taken on: a row or an alarm in STOP or CRISIS with something to take.
  const alarms = () => [...document.querySelectorAll(".is-stop [data-take], .is-crisis [data-take]")].map((one) => one.id);

  function ring() {
    const now = alarms();
    const fresh = now.some((id) => !known.has(id));
    known = new Set(now);
    const count = now.length ? `(${now.length}) ` : "";
    document.title = count + document.title.replace(/^\(\d+\) /, "");
    if (!now.length || !(fresh || Date.now() - lastRung > AGAIN_MS)) return;
    lastRung = Date.now();
    toggle.dataset.rang = String(Number(toggle.dataset.rang || 0) + 1);
    if (wanted() && able()) { tone(air.currentTime, 440); tone(air.currentTime + 0.6, 330); }
  }

  toggle.addEventListener("click", async () => {
    const on = wanted() && able();
    try { localStorage.setItem(SOUND, on ? "off" : "on"); } catch { /* a private window keeps nothing */ }
    if (on) show(); else { await allow(); lastRung = 0; ring(); }
  });
  if (wanted()) document.addEventListener("pointerdown", (event) => { if (event.target !== toggle) allow(); }, { once: true });
  document.addEventListener("drawn", ring);
  setInterval(ring, 1_000);
  show();
  ring();
})();
