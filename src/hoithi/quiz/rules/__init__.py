"""The quiz's pure rules: papers, marking, time, commitments, receipts. Standard library only, no clock, no database."""
