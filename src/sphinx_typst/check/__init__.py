"""Compares the words of each web page with those of the PDF, in order: nothing lost, nothing twice.

It runs as `python -m sphinx_typst --check HTML_FOLDER FILE.pdf`. The modules, in the order in which words go through
them:

- `markup`, `web`: the pages that Sphinx's HTML builder wrote, and their words;
- `tags`, `printed`: the words of the PDF in the order of its tags, without what print adds by rule;
- `formulas`, `tables`: what formulas say, and the shapes of tables;
- `words`: a word with its place, and where it leads;
- `alignment`, `comparison`: where both differ, and how;
- `notes`: what the builder knows is meant to differ;
- `command`: the command, and what it says.

Words are compared by letters, formulas by what is heard of them and by their letters, pictures by their words for those
who cannot see, links by where they lead, tables by their rows, columns and heads, headings by their levels.
"""
