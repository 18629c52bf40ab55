from django.apps import AppConfig


class JudgingConfig(AppConfig):
    name = "hoithi.judging"
    label = "judging"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Chấm thi"

    def ready(self) -> None:
        from hoithi.judging.kind import register

        register()
