"""Line icons on a 24-unit grid, drawn into the page itself: no second request, and they print and work offline."""

from __future__ import annotations

from typing import Final

SHAPES: Final[dict[str, str]] = {
    "alert": '<path d="M12 4L21 19.5H3zM12 10v4.5M12 17.2v.1"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "download": '<path d="M12 4.5V15M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "edit": '<path d="M5 19l1-4.5L16 4.5l3.5 3.5-10 10z"/>',
    "file": '<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4"/>',
    "grid": '<path d="M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z"/>',
    "left": '<path d="M14.5 6l-6 6 6 6"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "offline": (
        '<path d="M4 4l16 16M8.5 8.6A9 9 0 0 0 4.6 11M12 8a9 9 0 0 1 7.4 3M7.5 14.2A5.5 5.5 0 0 1 12 12.4M10.5 18h3"/>'
    ),
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "play": '<path d="M8.5 5.5v13l10-6.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4.5V9.5h15V17H17M7 14h10v6H7z"/>',
    "right": '<path d="M9.5 6l6 6-6 6"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4 4"/>',
    "upload": '<path d="M12 16V5M7.5 9L12 4.5 16.5 9M5 19.5h14"/>',
    "user": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>',
}


def icon_svg(name: str) -> str:
    """The icon as an inline SVG, hidden from readers; an unknown name is a programming error (KeyError)."""
    return f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{SHAPES[name]}</svg>'
