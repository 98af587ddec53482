"""The room's addresses; those of sign-in stand in `urls_signin`."""

from django.urls import path, re_path

from namro.foundation.accounts import views, views_accounts, views_people, views_tokens

app_name = "accounts"
urlpatterns = [
    path("", views_accounts.mine, name="mine"),
    path("du-lieu-cua-toi.json", views_accounts.mine_file, name="mine-file"),
    path("ma-truy-cap/", views_tokens.tokens, name="tokens"),
    path("ma-truy-cap/moi/", views_tokens.make, name="make-token"),
    path("ma-truy-cap/<int:pk>/ket-thuc/", views_tokens.end, name="end-token"),
    path("quyen/", views.who_may, name="who-may"),
    path("loi-moi/<str:token>/", views_accounts.accept, name="invitation"),
    path("nguoi/moi/", views_accounts.invite, name="invite"),
    path("nguoi/<int:number>/", views_accounts.account, name="account"),
    path("nguoi/<int:number>/<slug:verb>/", views_accounts.change, name="change"),
    path("nguoi-dung/", views_people.people, name="people"),
    re_path(
        r"^nguoi-dung/danh-sach\.(?P<fmt>xlsx|csv)$", views_people.people_file, name="people-file"
    ),
    path("nguoi-dung/<int:pk>/", views_people.person, name="person"),
    path("nguoi-dung/<int:pk>/giao-vai-tro/", views_people.give, name="give-role"),
    path("vai-tro/<int:pk>/ket-thuc/", views_people.end, name="end-role"),
    path("vai-tro/<int:pk>/uy-quyen/", views_people.delegation, name="delegate"),
]
