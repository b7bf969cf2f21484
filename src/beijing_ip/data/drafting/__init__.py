"""A text that no table knows yet, as rows of data/: what print and the editions before tell, and questions.

A cell that begins with `?` is open; behind the mark stand the candidates, the likeliest first, parted by `|`.
"""
