"""What several programs must do alike: written once, run over each program's own dialect."""
