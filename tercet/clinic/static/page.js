// What every page does when it may run script: says so to the sheets, and takes the eye to what went wrong.
"use strict";
document.documentElement.dataset.script = "on";
const wrong = document.querySelector("[data-focus]");
if (wrong) wrong.focus();

// A form that has been sent once is not sent twice by an impatient thumb; the server refuses it too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.checkin !== undefined || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A passkey that was not taken is said on the page, not only to the browser's log.
document.addEventListener("allauth.error", (event) => {
  const words = document.querySelector("[data-passkey-failed]");
  if (!words) return;
  event.preventDefault();
  words.hidden = false;
});
