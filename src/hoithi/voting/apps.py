from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "hoithi.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Bình chọn"

    def ready(self) -> None:
        from hoithi.voting.kind import register

        register()
