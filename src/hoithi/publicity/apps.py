from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "hoithi.publicity"
    label = "publicity"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Truyền thông"
