from django.apps import AppConfig
from django.conf import settings

from hoithi.core import clock


class SiteConfig(AppConfig):
    name = "hoithi.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Trang chủ"

    def ready(self) -> None:
        clock.set_offset(settings.CLOCK_OFFSET)
        from hoithi.site import desk, winners

        desk.register()
        winners.register()
