"""What each program of the lecture must do: one folder a program."""
