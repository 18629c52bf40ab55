"""documents: official documents (văn bản) as identities: kind, number, symbol, date, signer."""
