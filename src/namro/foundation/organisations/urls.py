"""The room's addresses."""

from django.urls import path

from namro.foundation.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.hierarchy, name="tree"),
    path("<int:pk>/", views.unit, name="unit"),
]
