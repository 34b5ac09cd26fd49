"""From attempts to a verdict, and from verdicts to points."""
