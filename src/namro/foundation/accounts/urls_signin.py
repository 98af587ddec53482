"""The addresses of sign-in, under the names that django-allauth knows them by."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from namro.foundation.accounts import views

urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="account_login"),
    path("dang-nhap/ma/", factors.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("dang-xuat/", views.SignOut.as_view(), name="account_logout"),
    path("mat-khau/", views.ChangePassword.as_view(), name="account_change_password"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("xac-nhan/ma/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("xac-nhan/khoa/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("hai-lop/", factors.index, name="mfa_index"),
    path("hai-lop/ung-dung/", totp.activate_totp, name="mfa_activate_totp"),
    path("hai-lop/ung-dung/go/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "hai-lop/khoa/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("hai-lop/khoa/them/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("hai-lop/khoa/<int:pk>/ten/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("hai-lop/khoa/<int:pk>/go/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("hai-lop/ma-du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "hai-lop/ma-du-phong/moi/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "hai-lop/ma-du-phong/tep/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("<str:provider_id>/vao/", oidc.login, name="openid_connect_login"),
    path("<str:provider_id>/ve/", oidc.callback, name="openid_connect_callback"),
    path("phien/", sessions.list_usersessions, name="usersessions_list"),
]
