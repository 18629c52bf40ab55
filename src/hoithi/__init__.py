"""hoithi: from the signed plan (kế hoạch) to the awarded certificate."""
