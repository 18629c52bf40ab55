from django.apps import AppConfig


class QuizConfig(AppConfig):
    name = "hoithi.quiz"
    label = "quiz"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Thi trắc nghiệm"

    def ready(self) -> None:
        from hoithi.quiz.kind import register

        register()
