"""Intellectual property protection in Beijing, 2020: the numbers of a press release and what they allow."""
