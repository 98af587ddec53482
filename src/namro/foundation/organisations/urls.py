"""The room's addresses."""

from django.urls import path

from namro.foundation.organisations import (
    views,
    views_change,
    views_correct,
    views_import,
    views_unit,
)

app_name = "organisations"
urlpatterns = [
    path("", views.hierarchy, name="tree"),
    path("tep/<str:fmt>/", views.tree_file, name="tree-file"),
    path("thay-doi/", views_change.change, name="change"),
    path("nap/", views_import.upload, name="import"),
    path("nap/<int:pk>/", views_import.confirm, name="import-confirm"),
    path("<int:pk>/", views_unit.unit, name="unit"),
    path("<int:pk>/dinh-chinh/", views_correct.index, name="correct"),
    path("<int:pk>/dinh-chinh/<slug:what>/<int:key>/", views_correct.one, name="correct-one"),
]
