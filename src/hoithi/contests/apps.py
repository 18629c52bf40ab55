from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "hoithi.contests"
    label = "contests"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Cuộc thi"

    def ready(self) -> None:
        from hoithi.contests import purposes

        purposes.register()
