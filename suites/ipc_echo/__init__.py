"""The echo server of objects of the lecture, *Communicating between Interpreters*."""
