"""Addresses of a dose: the board, one dosing session, and planning the next."""

from django.urls import path

from tercet.clinic.dosing.views import board, gate, guide, hours, patient, planning, support

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/rows/", board.board_rows, name="board-rows"),
    path("patients/<int:patient>/dosing/plan/", planning.plan, name="plan-dose"),
    path("hours/", hours.my_hours, name="my-hours"),
    path("patients/<int:patient>/hours/", hours.hours, name="hours"),
    path("dosing/<int:dosing>/", patient.dosing, name="dosing"),
    path("dosing/<int:dosing>/turn/", patient.turn, name="turn"),
    path("dosing/<int:dosing>/check-in/", patient.check_in, name="check-in"),
    path("dosing/<int:dosing>/prepare/", patient.prepare, name="dosing-prepare"),
    path("dosing/<int:dosing>/held/", patient.finish_holding, name="finish-holding"),
    path("dosing/<int:dosing>/morning/", patient.morning, name="morning"),
    path("dosing/<int:dosing>/support/", support.support, name="support"),
    path("dosing/<int:dosing>/gate/", gate.gate, name="gate"),
    path("dosing/<int:dosing>/start/", gate.start, name="start-dose"),
    path("dosing/<int:dosing>/postpone/", gate.postpone, name="postpone-dose"),
    path("dosing/<int:dosing>/guide/", guide.guide, name="guide"),
    path("dosing/<int:dosing>/guide/live/", guide.guide_live, name="guide-live"),
    path("dosing/<int:dosing>/observe/", guide.observe, name="observe"),
    path("dosing/<int:dosing>/release/", guide.release, name="release"),
]
