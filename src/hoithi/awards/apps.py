from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "hoithi.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Giải thưởng"
