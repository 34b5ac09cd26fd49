"""What a beginner is told of an error that Python wrote: the line, and what to do about it.

Reads the output of a program and its source; runs nothing, decides nothing: a verdict is reached before
advice is given.
"""
