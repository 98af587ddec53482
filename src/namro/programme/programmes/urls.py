"""The room's addresses."""

from django.urls import path

from namro.programme.programmes import views
from namro.programme.programmes.review import urls as review

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("<int:pk>/", views.programme, name="programme"),
    path("<int:pk>/van-ban/", views.source_text, name="source"),
    path("<int:pk>/tep-goc/", views.source_file, name="file"),
]
urlpatterns += review.urlpatterns
