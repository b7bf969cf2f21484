"""What the numbers say: series and breaks, growth, shares, derived indicators, the audit."""
