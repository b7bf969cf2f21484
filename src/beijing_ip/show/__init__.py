"""What a reader sees: charts, tables, captions, prose, Chinese."""
