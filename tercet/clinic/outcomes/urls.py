"""Addresses of a course as it is going: for the team, and for the patient."""

from django.urls import path

from tercet.clinic.outcomes.views import course

urlpatterns = [
    path("course/", course.my_course, name="my-course"),
    path("patients/<int:patient>/course/", course.course, name="course"),
]
