"""The tables of data/: their description, their rules, loading them; the ledger of a text, and drafts for a new one."""
