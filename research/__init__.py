"""Research beside the product: what is measured, trained and written up; it is not in the wheel."""
