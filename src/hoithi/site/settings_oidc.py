"""`OIDC_*`: the OpenID provider people may sign in at; nothing set, nothing offered."""

from __future__ import annotations

from hoithi.people.rules.oidc import is_safe
from hoithi.site.environment import Environment

SCOPE = "openid profile"


def oidc_of(env: Environment) -> dict[str, str]:
    """{} or {"issuer", "client_id", "client_secret", "title", "scope"}; what is wrong is said with everything else."""
    issuer, client_id = env.text("OIDC_ISSUER"), env.text("OIDC_CLIENT_ID")
    if not issuer and not client_id:
        return {}
    if not issuer or not client_id:
        env.say(
            "OIDC_ISSUER và OIDC_CLIENT_ID phải đặt cùng nhau.", "OIDC_ISSUER and OIDC_CLIENT_ID must be set together."
        )
        return {}
    if not is_safe(issuer) or (env.mode == "production" and not issuer.startswith("https://")):
        env.say(
            f"OIDC_ISSUER={issuer}: phải bắt đầu bằng https://.", f"OIDC_ISSUER={issuer}: must begin with https://."
        )
        return {}
    secret = env.secret("OIDC_CLIENT_SECRET", str) if env.text("OIDC_CLIENT_SECRET_FILE") else ""
    return {
        "issuer": issuer,
        "client_id": client_id,
        "client_secret": env.text("OIDC_CLIENT_SECRET") or secret,
        "title": env.text("OIDC_TITLE", "OpenID"),
        "scope": " ".join({"openid": None, **dict.fromkeys(env.text("OIDC_SCOPE", SCOPE).split())}),
    }
