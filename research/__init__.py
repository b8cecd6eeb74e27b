"""Research apart from the product: what is measured, trained and written up; it is not in the wheel."""
