from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "hoithi.contests"
    label = "contests"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Cuộc thi"

    def ready(self) -> None:
        from hoithi.contests import purposes
        from hoithi.contests.operations.entrants import forget_names
        from hoithi.people.operations.accounts import ON_ERASE

        purposes.register()
        if forget_names not in ON_ERASE:
            ON_ERASE.append(forget_names)
