"""Addresses of questions at their time, of what comes back of reminders, and of tasks."""

from django.urls import path

from tercet.clinic.asking.views import lines, patient, reminders, tasks

urlpatterns = [
    path("asked/<int:asked>/", patient.asked, name="asked"),
    path("asked/<int:asked>/put-off/", patient.put_off, name="put-off"),
    path("asked/from/<int:reminder>/", reminders.from_reminder, name="from-reminder"),
    path("asked/shown/<str:receipt>/", reminders.shown, name="reminder-shown"),
    path("asked/device/", reminders.device, name="asked-device"),
    path("lines/", lines.lines, name="lines"),
    path("lines/<int:line>/end/", lines.line_end, name="line-end"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:task>/done/", tasks.task_done, name="task-done"),
]
