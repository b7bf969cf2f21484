"""What the numbers say: data frames of them, series and breaks, growth, comparisons, the audit."""
