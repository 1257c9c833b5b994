"""Addresses of a course as it is going: for the team, and for the patient."""

from django.urls import path

from tercet.clinic.outcomes.views import apart, course

urlpatterns = [
    path("course/", course.my_course, name="my-course"),
    path("course/table/", apart.my_table, name="my-course-table"),
    path("patients/<int:patient>/course/", course.course, name="course"),
    path("patients/<int:patient>/course/table/", apart.table, name="course-table"),
    path("patients/<int:patient>/course/labels/", apart.labels, name="course-labels"),
]
