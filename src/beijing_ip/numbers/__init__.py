"""Numbers: what rounding leaves open, reading them as print writes them, writing them."""
