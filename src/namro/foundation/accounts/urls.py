"""The room's addresses; those of sign-in stand in `urls_signin`."""

from django.urls import path

from namro.foundation.accounts import views, views_accounts

app_name = "accounts"
urlpatterns = [
    path("", views_accounts.mine, name="mine"),
    path("du-lieu-cua-toi.json", views_accounts.mine_file, name="mine-file"),
    path("quyen/", views.who_may, name="who-may"),
    path("loi-moi/<str:token>/", views_accounts.accept, name="invitation"),
    path("nguoi/moi/", views_accounts.invite, name="invite"),
    path("nguoi/<int:number>/", views_accounts.account, name="account"),
    path("nguoi/<int:number>/<slug:verb>/", views_accounts.change, name="change"),
]
