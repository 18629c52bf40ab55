"""What a vote is, without database and clock: who may cast, what counts, what looks made."""
