from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "hoithi.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from hoithi.documents.kinds import register_common_kinds

        register_common_kinds()
