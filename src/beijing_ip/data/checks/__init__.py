"""Files, cells and keys of data/ held against their description, datapackage.json; what is wrong, and what is right."""
