"""Compares the words of each web page with those of the PDF, in order: nothing lost, nothing twice.

It runs as `python -m sphinx_typst --check HTML_FOLDER FILE.pdf`. The modules, in the order in which words go through
them:

- `web`: the words of the pages that Sphinx's HTML builder wrote;
- `tags`, `printed`: the words of the PDF in the order of its tags, without what print adds by rule;
- `words`: a word with its place;
- `alignment`, `comparison`: where both differ, and how;
- `notes`: what the builder knows is meant to differ;
- `command`: the command, and what it says.

Formulas are compared by their number and place, pictures by their words for those who cannot see, all else by letters.
"""
