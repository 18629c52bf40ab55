"""Units (đơn vị) as a tree in time, their succession, and the rosters of their staff."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoithi.core.text import fold, nfc
from hoithi.people.models.person import Person
from hoithi.people.rules.names import SORT_LENGTH, person_sort, title_sort

NOT_BACKWARDS = Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to"))


class TimedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows valid in a half-open span of days `[valid_from, valid_to)`; a missing end is open."""

    def at(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class UnitKind(models.Model):
    """What a kind is called on screen: "truong-hoc" → "Trường học"; any may be added, none is known to the code."""

    slug = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField(max_length=80)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Unit(models.Model):
    """One version of an office, commune, school … (đơn vị); `kind` is data, never a level known to the code."""

    kind = models.SlugField(_("Loại"), max_length=40)
    name = models.CharField(_("Tên đơn vị"), max_length=200)
    name_norm = models.CharField(max_length=200, db_index=True, editable=False)
    name_sort = models.CharField(max_length=SORT_LENGTH, db_index=True, editable=False)
    short_name = models.CharField(_("Tên gọi tắt"), max_length=80, blank=True)
    code = models.CharField(_("Mã đơn vị"), max_length=40, blank=True, db_index=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    headcount = models.PositiveIntegerField(_("Số người"), null=True, blank=True)
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)

    objects = TimedQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "id"]
        constraints = [
            models.CheckConstraint(condition=NOT_BACKWARDS, name="unit_not_backwards"),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code="") & Q(valid_to__isnull=True), name="unit_one_current_per_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_name(self, name: str) -> None:
        self.name = nfc(name)
        self.name_norm = fold(self.name)
        self.name_sort = title_sort(self.name)

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_name(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class UnitLink(models.Model):
    """Succession: who took over from whom, and on which day."""

    class Kind(models.TextChoices):
        SUCCESSOR = "successor", _("kế thừa, đổi tên")
        MERGED = "merged_into", _("sáp nhập vào")
        SPLIT = "split_into", _("tách ra")

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links_forward")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links_back")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "to_unit"], name="unit_link_once"),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="unit_link_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.from_unit_id} {self.kind} {self.to_unit_id}"


class RosterEntry(models.Model):
    """One member of staff of a unit (cán bộ trong danh sách); contacts are kept only as matching marks."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roster")
    staff_code = models.CharField(_("Mã cán bộ"), max_length=80)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="roster")
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    name_norm = models.CharField(max_length=120, db_index=True, editable=False)
    name_sort = models.CharField(max_length=SORT_LENGTH, editable=False)
    birth_date = models.DateField(_("Ngày sinh"), null=True, blank=True)
    position = models.CharField(_("Chức vụ"), max_length=160, blank=True)
    phone_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    email_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    key_version = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = TimedQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "id"]
        indexes = [models.Index(fields=["unit", "valid_to"], name="roster_by_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "staff_code", "valid_from"], name="roster_once"),
            models.UniqueConstraint(
                fields=["unit", "staff_code"], condition=Q(valid_to__isnull=True), name="roster_one_current"
            ),
            models.CheckConstraint(condition=NOT_BACKWARDS, name="roster_not_backwards"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def set_name(self, full_name: str) -> None:
        self.full_name = nfc(full_name)
        self.name_norm = fold(self.full_name)
        self.name_sort = person_sort(self.full_name)

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_name(self.full_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
