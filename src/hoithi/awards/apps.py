from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "hoithi.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Giải thưởng"

    def ready(self) -> None:
        from hoithi.awards import desk  # reads models, which are ready only now
        from hoithi.awards.operations.decide import announce_awards, check_decided
        from hoithi.awards.queries.medals import medals
        from hoithi.contests.registry import registry

        desk.register()
        if check_decided not in registry.before_publication:
            registry.before_publication.append(check_decided)
            registry.on_publication.append(announce_awards)
            registry.medals.append(medals)
