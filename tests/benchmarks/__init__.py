"""Ratios to other tools and to the machine's floor; run by hand, not collected by pytest."""
