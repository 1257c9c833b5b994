// The worker that shows a notice on a device: that a question waits, and nothing of what it is about.
"use strict";
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  event.waitUntil((async () => {
    await self.registration.showNotification(said.title || "A question is waiting", { data: { open: said.open }, tag: "tercet-question" });
    if (said.receipt) await fetch(said.receipt, { method: "POST", credentials: "omit" }).catch(() => {});
  })());
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  if (event.notification.data && event.notification.data.open) event.waitUntil(self.clients.openWindow(event.notification.data.open));
});
