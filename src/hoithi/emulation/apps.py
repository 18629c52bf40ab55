from django.apps import AppConfig


class EmulationConfig(AppConfig):
    name = "hoithi.emulation"
    label = "emulation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Thi đua"

    def ready(self) -> None:
        from hoithi.emulation.kind import register

        register()
