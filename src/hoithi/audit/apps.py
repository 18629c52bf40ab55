from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "hoithi.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        from hoithi.audit.triggers import install_triggers

        autodiscover_modules("audit_actions")  # each app's vocabulary; audit itself knows no app
        post_migrate.connect(install_triggers, sender=self)
