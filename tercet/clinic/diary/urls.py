"""Addresses of a person's diary, for themselves and for their team."""

from django.urls import path

from tercet.clinic.diary.views import patient, team

urlpatterns = [
    path("diary/", patient.mine, name="my-diary"),
    path("diary/kept/", patient.everything, name="my-diary-kept"),
    path("diary/new/<slug:kind>/", patient.new, name="diary-new"),
    path("diary/<int:entry>/mistake/", patient.mistake, name="diary-mistake"),
    path("diary/<int:entry>/<slug:kind>/", patient.follow, name="diary-follow"),
    path("patients/<int:patient>/diary/", team.diary, name="diary"),
]
