# good: tasks are generators that say what they wait for; the loop runs those whose socket is ready (poll)
# fails: serves-udp

import collections
import os
import select
import socket

READ, WRITE = select.POLLIN, select.POLLOUT
poll = select.poll()
waiting = {}
tasks = collections.deque()


def echo(sock):
    try:
        while True:
            yield READ, sock
            data = sock.recv(4096)
            if not data:
                break
            while data:
                yield WRITE, sock
                data = data[sock.send(data) :]
    except ConnectionError:
        pass
    finally:
        sock.close()


def listen(listener):
    while True:
        yield READ, listener
        client, _ = listener.accept()
        client.setblocking(False)
        tasks.append(echo(client))


def run():
    while True:
        while tasks:
            task = tasks.popleft()
            try:
                event, sock = next(task)
            except StopIteration:
                continue
            waiting[sock.fileno()] = task
            poll.register(sock, event)
        for number, _ in poll.poll():
            poll.unregister(number)
            tasks.append(waiting.pop(number))


tasks.append(listen(socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)))
run()
