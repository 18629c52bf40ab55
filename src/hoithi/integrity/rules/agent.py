"""The family of a browser (họ trình duyệt): browser and system without versions, so that it singles out nobody."""

from __future__ import annotations

BROWSERS = (("zalo", "Zalo"), ("edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("firefox", "Firefox"), ("fxios", "Firefox"))
ENGINES = (("crios", "Chrome"), ("chrome", "Chrome"), ("safari", "Safari"))
SYSTEMS = (("android", "Android"), ("iphone", "iOS"), ("ipad", "iOS"), ("windows", "Windows"), ("mac os", "macOS"))
OTHER = "khác"


def family(user_agent: str) -> str:
    """ "Zalo/Android", "Chrome/Windows", …; "khác" for either half that is not among the common ones."""
    text = user_agent.lower()
    browser = next((name for sign, name in (*BROWSERS, *ENGINES) if sign in text), OTHER)
    system = next((name for sign, name in SYSTEMS if sign in text), "Linux" if "linux" in text else OTHER)
    return f"{browser}/{system}"


def network(address: str) -> str:
    """The part of an address that is kept (as a keyed hash): the first 24 bits of IPv4, 56 of IPv6; "" for none."""
    if ":" in address:
        groups = _expanded(address.split("%", maxsplit=1)[0])
        return ":".join(groups[:3]) + ":" + groups[3][:2] if len(groups) == 8 else ""
    numbers = address.split(".")
    return ".".join(numbers[:3]) if len(numbers) == 4 and all(part.isdecimal() for part in numbers) else ""


def _expanded(address: str) -> list[str]:
    """The eight groups of an IPv6 address, four digits each; [] when it is none."""
    head, gap, tail = address.partition("::")
    before, after = head.split(":") if head else [], tail.split(":") if tail else []
    middle = ["0"] * (8 - len(before) - len(after)) if gap else []
    groups = [group.zfill(4) for group in (*before, *middle, *after)]
    return groups if len(groups) == 8 and all(len(group) == 4 for group in groups) else []
