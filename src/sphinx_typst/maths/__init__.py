"""Formulas: from LaTeX to Typst, and to words for those who hear them."""
