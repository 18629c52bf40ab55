"""core: time, money, Vietnamese text, tables, cryptographic helpers, shared components; no models."""
