from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hoithi.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Nền tảng"
