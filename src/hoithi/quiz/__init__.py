"""quiz: question bank, papers, sittings, receipts (thi trắc nghiệm)."""
