from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "hoithi.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from hoithi.entries.slots import slots
        from hoithi.plans import desk
        from hoithi.plans.winners import awarded

        desk.register()
        slots.winners.append(awarded)
