from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "hoithi.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Văn bản cuộc thi"
