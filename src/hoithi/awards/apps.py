from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "hoithi.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Giải thưởng"

    def ready(self) -> None:
        from hoithi.awards import desk  # reads models, which are ready only now

        desk.register()
