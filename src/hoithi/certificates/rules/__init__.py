"""Pure rules of certificates: wording with places to fill, the text of one sheet."""
