from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "hoithi.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Giấy khen, giấy chứng nhận"

    def ready(self) -> None:
        from hoithi.certificates import desk  # reads models, which are ready only now

        desk.register()
