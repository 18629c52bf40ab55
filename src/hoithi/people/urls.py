"""Addresses of sign-in, one's own account and the administrator's units and rosters."""

from django.urls import URLPattern, URLResolver, path

from hoithi.people.views import account, signin

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", signin.sign_in, name="sign_in"),
    path("dang-nhap/ma/", signin.enter_code, name="enter_code"),
    path("dang-nhap/gui-lai/", signin.resend_code, name="resend_code"),
    path("dang-nhap/ho-so/", signin.introduce, name="introduce"),
    path("dang-xuat/", signin.sign_out, name="sign_out"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/thong-tin/", account.profile, name="profile"),
    path("tai-khoan/lien-he/", account.contact, name="contact"),
    path("tai-khoan/mat-khau/", account.password, name="password"),
    path("tai-khoan/dong-y/<slug:purpose>/", account.consent, name="consent"),
    path("tai-khoan/du-lieu/", account.data, name="data"),
    path("tai-khoan/du-lieu/ban-sao/", account.data_copy, name="data_copy"),
]
