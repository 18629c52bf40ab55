"""Writes of certificates: designs, issuing, revoking."""
