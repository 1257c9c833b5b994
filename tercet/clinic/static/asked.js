// A question at its time: scales that start unset, a draft kept in this browser, on to the next when heard.
"use strict";

// ---- Scales: a slider beside the number, unset until it is touched ----------------------------------
for (const box of document.querySelectorAll("[data-scale]")) {
  const typed = box.querySelector("input");
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = box.dataset.low;
  slider.max = box.dataset.high;
  slider.setAttribute("aria-label", box.querySelector("label").textContent);
  box.querySelector(".ends").before(slider);
  const show = () => {
    const set = /^\d+$/.test(typed.value.trim());
    box.toggleAttribute("data-unset", !set);
    slider.value = set ? typed.value.trim() : String((Number(slider.min) + Number(slider.max)) / 2);
    slider.setAttribute("aria-valuetext", set ? typed.value.trim() : "not set");
  };
  const take = () => { typed.value = slider.value; typed.dispatchEvent(new Event("input", { bubbles: true })); };
  slider.addEventListener("input", take);
  slider.addEventListener("click", take);  // the middle is an answer too, once it is touched
  typed.addEventListener("input", show);
  box.addEventListener("restored", show);
  show();
}

// ---- A draft in this browser, until the answer is heard ----------------------------------------------
(() => {
  const form = document.querySelector("form[data-asked]");
  if (!form) return;
  const shelf = `tercet.asked.${form.dataset.asked}.${form.elements.namedItem("names").value}`;
  form.dataset.shelf = shelf;
  const kept = () => { try { return JSON.parse(localStorage.getItem(shelf)) || {}; } catch { return {}; } };
  const fields = () => [...form.elements].filter((field) => field.name.includes(":"));

  for (const field of fields()) {
    const value = kept()[field.name];
    if (value === undefined) continue;
    if (field.type === "radio") field.checked = field.value === value;
    else if (!field.value) field.value = value;
    const box = field.closest("[data-scale]");
    if (box) box.dispatchEvent(new Event("restored"));
  }
  form.addEventListener("input", () => {
    const draft = {};
    for (const field of fields()) if (field.type !== "radio" || field.checked) draft[field.name] = field.value;
    try { localStorage.setItem(shelf, JSON.stringify(draft)); } catch { /* a private window keeps none */ }
  });

  // Where this device is: windows that open later follow it. Without it nothing is lost.
  try { form.querySelector("[data-zone-here]").value = Intl.DateTimeFormat().resolvedOptions().timeZone || ""; } catch { /* unknown */ }

  const isAnswered = (field) => (field.type === "radio" ? field.checked : field.value.trim() !== "");
  const needed = () => fields().filter((field) => !("optional" in field.dataset));
  const blanks = () => new Set(needed().map((f) => f.name)).size - new Set(needed().filter(isAnswered).map((f) => f.name)).size;
  const notice = form.querySelector("[data-blanks]");  // where nothing is asked about, there is none
  form.addEventListener("input", () => { if (notice && !blanks()) notice.hidden = true; });

  // A field of one answer is asked for only while that answer is chosen.
  const chosen = (value) => form.querySelector(`input[type=radio][value="${value}"]:checked`);
  const ask = () => {
    for (const box of form.querySelectorAll("[data-only]")) {
      box.querySelector("input").required = box.dataset.only.split(" ").some(chosen);
    }
  };
  form.addEventListener("input", ask);
  ask();

  // What is blank is asked about once, here, because an answer that waits for a line cannot be asked back.
  // What was sent or is kept for sending is not sent a second time by an impatient thumb.
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name === "language") return;  // other words, nothing is sent
    const unasked = notice && notice.hidden && blanks();
    if (!unasked && !form.dataset.kept) { form.dataset.kept = "yes"; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!unasked) return;
    notice.hidden = false;
    notice.focus();
  }, { capture: true });

  document.addEventListener("heard", (event) => {
    const { answer, next, heard } = event.detail;
    const own = answer.url === form.getAttribute("action");
    if (own) delete form.dataset.kept;
    if (!heard) return;
    if (next && (own || answer.url.startsWith("/asked/"))) location.assign(next);
  });
  window.addEventListener("pageshow", () => { delete form.dataset.kept; });
})();

// ---- Notices on this phone ---------------------------------------------------------------------------
(() => {
  const place = document.querySelector("[data-push]");
  if (!place || !("serviceWorker" in navigator) || !("PushManager" in window) || Notification.permission === "denied") return;
  const says = place.querySelector("[role=status]");
  const key = Uint8Array.from(atob(place.dataset.push.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const written = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    try {
      const worker = await navigator.serviceWorker.register(place.dataset.pushWorker);
      const agreed = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const body = new URLSearchParams({ endpoint: agreed.endpoint, p256dh: written(agreed.getKey("p256dh")), auth: written(agreed.getKey("auth")) });
      body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
      const reply = await fetch(place.dataset.pushTo, { method: "POST", body, credentials: "same-origin" });
      if (!reply.ok) throw new Error(String(reply.status));
      says.textContent = "Notices will come to this phone. They say only that a question waits.";
    } catch { says.textContent = "This phone does not take notices from here."; }
  });
})();
