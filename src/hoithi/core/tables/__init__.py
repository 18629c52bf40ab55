"""Tables people send: Excel and CSV read forgivingly, every doubt said with its place; and Excel written back.

Shared by every import and export. See docs/organiser for what a sender is told.
"""

from hoithi.core.tables.model import Column, Row, Table
from hoithi.core.tables.reader import read_table
from hoithi.core.tables.writer import OutColumn, Sheet, write_xlsx

__all__ = ["Column", "OutColumn", "Row", "Sheet", "Table", "read_table", "write_xlsx"]
