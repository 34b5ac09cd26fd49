# good: takes no arguments: localhost, port 20000 and its words stand in the source; a makefile(), and a half-close

import socket
import sys

WORDS = ["Hello", "and", "goodbye"]


def main():
    try:
        connection = socket.create_connection(("localhost", 20000))
    except OSError as error:
        sys.exit(f"Is the server running? {error}")
    connection.settimeout(2)
    with connection, connection.makefile("rw", encoding="utf-8") as stream:
        for word in WORDS:
            stream.write(word + "\n")
            stream.flush()
            print("got", stream.readline().strip())


if __name__ == "__main__":
    main()
