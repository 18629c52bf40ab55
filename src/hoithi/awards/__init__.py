"""awards: prizes read standings and become awards (giải thưởng)."""
