from django.apps import AppConfig


class EntriesConfig(AppConfig):
    name = "hoithi.entries"
    label = "entries"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Tác phẩm dự thi"

    def ready(self) -> None:
        from hoithi.entries.kind import register
        from hoithi.entries.operations import uploads

        register()
        uploads.register()
