"""The mix-in of the lecture, *Working with SSL*: the class SSLMixin for any server of socketserver."""
