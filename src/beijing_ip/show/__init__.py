"""What a reader sees: charts, captions, citations, caveats, tables, sentences, and the same in Chinese."""

WHITE_PAPER_YEAR = 2020
"""The year of which the white paper tells; it is marked in every chart over the years."""
