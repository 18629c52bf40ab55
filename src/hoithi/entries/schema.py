"""Settings of an entries part (phần thi nộp tác phẩm): the plan's `entries = {…}` table."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from hoithi.contests.schema.base import Exact, Key, Sourced, Text

Media = Literal["none", "video", "image", "document", "link"]
Frame = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{1,4}x[1-9]\d{1,4}$")]
"""Width × height in pixels: "1920x1080"."""
Aspect = Annotated[str, StringConstraints(pattern=r"^[1-9]\d?:[1-9]\d?$")]
AuthorField = Literal["name", "position", "unit", "address", "phone", "email"]


class FileRules(Sourced):
    """What a file must be (quy cách tệp); a limit that is absent is not checked."""

    containers: list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{2,5}$")]] = []
    """Accepted file formats by extension, lower case: "mp4", "pdf"."""
    frames: list[Frame] = []
    aspect: Aspect | None = None
    min_seconds: int | None = Field(default=None, ge=0)
    max_seconds: int | None = Field(default=None, ge=1)
    tolerance_ms: int = Field(default=500, ge=0, le=5000)
    """Bounds of the duration are inclusive, and this much beyond them still passes."""
    max_mb: int | None = Field(default=None, ge=1)
    max_pages: int | None = Field(default=None, ge=1)
    count: int = Field(default=1, ge=1, le=50)
    """Files in one work."""

    @field_validator("max_seconds")
    @classmethod
    def _ordered(cls, most: int | None, info: ValidationInfo) -> int | None:
        if most is not None and most < (info.data.get("min_seconds") or 0):
            raise ValueError(_("thời lượng tối đa (max_seconds) nhỏ hơn thời lượng tối thiểu (min_seconds)"))
        return most


class Works(Sourced):
    """Works per entrant in this part, where it differs from what the group says (`group.min`, `group.max`)."""

    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=1)

    @field_validator("max")
    @classmethod
    def _ordered(cls, most: int | None, info: ValidationInfo) -> int | None:
        if most is not None and most < (info.data.get("min") or 0):
            raise ValueError(_("số tác phẩm tối đa (max) nhỏ hơn số tối thiểu (min)"))
        return most


class Choice(Sourced):
    """How many of a list a work names: topics of the contest, genres of the part."""

    choose: Literal["none", "one", "many"] = "many"
    required: bool = True


class Genre(Sourced):
    """Thể loại."""

    key: Key
    title: Text


class Authors(Sourced):
    """What is asked of every author or group of authors (thông tin tác giả)."""

    fields: list[AuthorField] = ["name"]
    max: int | None = Field(default=None, ge=1)
    outside: bool = False
    """Invited talent from outside may be credited for a unit."""


class Declaration(Sourced):
    """A statement the entrant makes on submitting (cam kết); a new text is a new version."""

    key: Key
    title: Text
    text: Text
    version: int = Field(default=1, ge=1)
    required: bool = True


class Intake(Sourced):
    """How works arrive (tiếp nhận)."""

    online: bool = True
    on_behalf: bool = False
    """A work handed in or mailed is entered by the secretariat, with a receipt: number, time, file hash."""
    drafts_before: bool = True
    """Uploading before the opening is fine, submitting is not."""
    place: str = ""
    email: str = ""


class Duplicates(Sourced):
    """Search for copies (kiểm tra trùng lặp)."""

    exact: bool = True
    near: bool = True
    """Re-encoded, resized and trimmed copies."""
    threshold: Exact | None = Field(default=None, ge=0, le=1)
    """Likeness from which a pair is shown to the secretariat; absent: the platform's own."""
    action: Literal["flag", "refuse"] = "flag"


class Moderation(Sourced):
    """Approval before publication (duyệt nội dung, hình thức)."""

    required: bool = True
    body: Key | None = None
    when: Literal["on_submit", "after_close"] = "after_close"


class Licence(Sourced):
    """What the organiser may do with works (quyền sử dụng tác phẩm)."""

    scope: Literal["none", "winners", "all"] = "none"
    purpose: str = ""
    credit: bool = True
    """The author's name stands beside every use."""
    credit_line: str = ""
    channels: list[Key] = []


class EntriesSettings(Sourced):
    """Works: which medium, what a file must be, who signs what, how works arrive and where they are shown."""

    media: Media
    """`none`: a live performance, judged like the others without any file."""
    file: FileRules = FileRules()
    works: Works = Works()
    topics: Choice = Choice()
    genre: Choice = Choice(choose="none", required=False)
    genres: list[Genre] = []
    authors: Authors = Authors()
    declarations: list[Declaration] = []
    intake: Intake = Intake()
    duplicates: Duplicates = Duplicates()
    moderation: Moderation = Moderation()
    publish: Literal["all", "winners", "none"] = "all"
    """Which approved works are shown to the public."""
    licence: Licence = Licence()
    handover: list[Text] = []
    """Agencies that get a package of all works (files and sheet) after the close."""

    @model_validator(mode="after")
    def _consistent(self) -> EntriesSettings:
        if self.media in ("none", "link") and self.file != FileRules():
            raise ValueError(_('media = "%(media)s" không có tệp nên không dùng bảng file') % {"media": self.media})
        timed = self.file.min_seconds is not None or self.file.max_seconds is not None or bool(self.file.frames)
        if self.media != "video" and timed:
            raise ValueError(_('thời lượng và khung hình chỉ dùng với media = "video"'))
        if self.genre.choose != "none" and not self.genres:
            raise ValueError(_("cần danh sách thể loại (genres) khi người dự thi phải chọn thể loại"))
        return self
