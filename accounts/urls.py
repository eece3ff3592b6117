"""Addresses of the team pages; signing in lives under konto/ (allauth)."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("kommune/team/", views.team, name="team"),
    path("kommune/team/<str:key>/entfernen/", views.remove_member, name="remove_member"),
]
