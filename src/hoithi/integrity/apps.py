from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "hoithi.integrity"
    label = "integrity"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Tính trung thực"

    def ready(self) -> None:
        from hoithi.integrity import desk, observer  # read models, which are ready only now

        desk.register()
        observer.register()
