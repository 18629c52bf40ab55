from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ContestsConfig(AppConfig):
    name = "hoithi.contests"
    label = "contests"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Cuộc thi"

    def ready(self) -> None:
        from hoithi.contests import purposes
        from hoithi.contests.notices import own_notices
        from hoithi.contests.operations.entrants import forget_names
        from hoithi.contests.triggers import install_triggers
        from hoithi.people import notices
        from hoithi.people.operations.accounts import ON_ERASE

        purposes.register()
        post_migrate.connect(install_triggers, sender=self)
        if forget_names not in ON_ERASE:
            ON_ERASE.append(forget_names)
        if own_notices not in notices.sources:
            notices.sources.append(own_notices)
