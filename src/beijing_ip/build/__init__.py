"""Build both editions of the book, doing nothing twice: `python -m beijing_ip book`."""
