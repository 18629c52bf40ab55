"""`{% load phones %}`: phone numbers as people in Vietnam read them."""

from django import template

from hoithi.people.rules.identity import phone_shown

register = template.Library()


@register.filter
def phone(value: str | None) -> str:
    return phone_shown(value) if value else ""
