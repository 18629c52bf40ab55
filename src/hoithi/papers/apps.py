from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "hoithi.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Văn bản cuộc thi"

    def ready(self) -> None:
        from hoithi.papers import desk, kinds

        kinds.register()
        desk.register()
