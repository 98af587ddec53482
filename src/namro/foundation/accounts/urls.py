"""The room's addresses."""

from django.urls import path

from namro.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", views.SignOut.as_view(), name="sign-out"),
    path("mat-khau/", views.ChangePassword.as_view(), name="change-password"),
    path("quyen/", views.who_may, name="who-may"),
]
