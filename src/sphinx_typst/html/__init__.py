"""HTML that stands in a page, as an author or a library wrote it, read into nodes of the page."""
