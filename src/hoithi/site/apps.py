from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "hoithi.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Trang chủ"
