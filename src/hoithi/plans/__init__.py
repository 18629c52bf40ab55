"""plans: builds contests from plan files (tệp kế hoạch)."""
