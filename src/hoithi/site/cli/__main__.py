"""`python -m hoithi.site.cli`: the same as `hoithi`."""

from hoithi.site.cli import main

main()
