from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hoithi.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Con người và đơn vị"
