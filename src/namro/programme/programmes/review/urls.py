"""The addresses of uploading and reviewing, part of the room's own."""

from django.urls import path, re_path

from namro.programme.programmes.review import adding, uploading, views

urlpatterns = [
    path("ra-soat/", uploading.review_list, name="reviews"),
    path("ra-soat/tai-len/", uploading.upload, name="upload"),
    path("ra-soat/<int:pk>/", views.review, name="review"),
    path("ra-soat/<int:pk>/tien-do/", uploading.progress, name="review-progress"),
    path("ra-soat/<int:pk>/doc-lai/", uploading.again, name="review-again"),
    path("ra-soat/<int:pk>/muc/<slug:key>/", views.item, name="review-item"),
    re_path(
        r"^ra-soat/(?P<pk>[0-9]{1,18})/muc/(?P<key>[a-z0-9-]{1,40})/(?P<what>bo|xac-nhan|xong)/$",
        views.mark,
        name="review-mark",
    ),
    path("ra-soat/<int:pk>/them/", adding.add, name="review-add"),
    path("ra-soat/<int:pk>/chap-nhan/", views.accept, name="review-accept"),
    path("ra-soat/<int:pk>/tu-choi/", views.reject, name="review-reject"),
]
