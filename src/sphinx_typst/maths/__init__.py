"""Formulas: from LaTeX to a tree, and from that to Typst, to words for those who hear them, and to MathML."""
