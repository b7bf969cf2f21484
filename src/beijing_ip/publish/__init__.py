"""Building both editions: pages executed, the web layer, search, Explore, downloads, citation, documents."""
