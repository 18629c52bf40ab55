from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "hoithi.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Giấy khen, giấy chứng nhận"
