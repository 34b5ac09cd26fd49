"""The requirements of ``event-loop-api``, a check each.

Owns what is done and what is told. Each check builds a loop of its own from handlers of the driver's.
"""

from __future__ import annotations

from random import Random

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.plugin.rig import Rig
from harness.requirement import MUST, requirement
from suites.event_loop_api.loops import STEER, Loop
from suites.shared.lifecycle import hold_idle

ROUNDS = 5
MANY = 200
# more rounds in all than a loop that calls itself can do
TURNS = 6
IDLE = 20
HUNG_UP = "A reset of the connection of a handler that wanted nothing."
CALLS_RECEIVE = "event_loop calls handle_receive() of that handler, which answers."
TO_BOTH = "20 bytes to a handler that wanted to receive and to send, and whose socket was full."
CALLS_BOTH = "event_loop calls its handle_receive(), which hands them on to another handler's client."
CALLS_SEND = "event_loop calls handle_send() of that handler until it has sent its answer."


@requirement("handler-defaults", MUST, ends_program=True)
def handler_defaults(rig: Rig) -> None:
    """Give EventHandler defaults that want nothing and do nothing.

    Why: a handler overrides only what it needs; whatever it leaves out must not get it called, and a descriptor
    nobody gave must be an error that says so.

    Source: lecture, Event Driven I/O (EventHandler)
    """
    rig.start("defaults")
    rig.hear("done")
    due = {
        "wants_to_receive": "false",
        "wants_to_send": "false",
        "handle_receive": "",
        "handle_send": "",
        "fileno": "raised NotImplementedError",
    }
    for method, right in due.items():
        outcome = rig.said(method)[0]
        good = outcome in {"true", "false"} if not right else outcome.startswith(right)
        if not good:
            expected = {"false": "It returns False.", "": "It returns, and does nothing."}
            returned = f"returned a value that is {outcome}" if outcome in {"true", "false"} else outcome.rstrip(".")
            raise Unmet(
                sent=f"A call of {method}() of an EventHandler that overrides nothing.",
                expected=expected.get(right, "It raises NotImplementedError."),
                observed="There was no such method." if outcome == "missing" else f"It {returned}.",
            )


@requirement("dispatches-receive", MUST, ends_program=True)
def dispatches_receive(rig: Rig, peers: Peers, draw: Random) -> None:
    """Call handle_receive of a handler that wants to and has something to read.

    Why: this is what the loop is for; a handler that has taken only a part is called again for the rest.

    Source: lecture, Event Driven I/O (event_loop); select(2)
    """
    kinds = [("first", "answers"), ("second", "answers"), ("slow", "bytewise"), ("both", "both")]
    loop = Loop(rig, peers, draw, kinds)
    for name in ("first", "second", "first"):
        told = "20 bytes to a handler that wanted to receive, one of several."
        loop.ask(loop.clients[name], told, CALLS_RECEIVE)
    told = "20 bytes to a handler that wanted to receive, and that takes one byte a call."
    loop.ask(loop.clients["slow"], told, "event_loop calls its handle_receive() 20 times.")
    loop.hold(loop.clients["first"], loop.say(loop.clients["both"]), TO_BOTH, CALLS_BOTH)


@requirement("dispatches-send", MUST, needs=("dispatches-receive",), ends_program=True)
def dispatches_send(rig: Rig, peers: Peers, draw: Random) -> None:
    """Call handle_send of a handler that wants to and has room to write.

    Why: what could not be sent at once must go when there is room, and only the loop knows when that is.

    Source: lecture, Event Driven I/O (event_loop, handle_send); select(2)
    """
    loop = Loop(rig, peers, draw, [("first", "echoes"), ("second", "echoes")])
    for name in ("first", "second", "first"):
        told = "20 bytes to a handler that then wanted to send an answer, 7 bytes a call."
        loop.ask(loop.clients[name], told, CALLS_SEND)


@requirement("leaves-others-alone", MUST, needs=("dispatches-send",), ends_program=True)
def leaves_others_alone(rig: Rig, peers: Peers, draw: Random) -> None:
    """Never call a handler that did not want to, or is not ready.

    Why: a handler that is called without need blocks the loop in recv() or send(), and all others with it.

    Source: lecture, Event Driven I/O (event_loop); select(2)
    """
    kinds = [STEER, ("silent", "answers"), ("unwilling", "wishes"), ("full", "full"), ("both", "both")]
    loop = Loop(rig, peers, draw, kinds)
    told = (
        "Bytes to one handler; beside it were one with nothing to read, one that wanted nothing and had something to "
        "read, and one that wanted to send and whose socket was full."
    )
    loop.say(loop.clients["unwilling"])
    loop.rounds(ROUNDS)
    loop.orderly(told)
    loop.hold(loop.clients["steer"], loop.say(loop.clients["both"]), TO_BOTH, CALLS_BOTH)
    loop.rounds(1)
    loop.orderly(TO_BOTH)
    # they were alive: each is called once it wants to and can
    loop.ask(loop.clients["silent"], "20 bytes to a handler that wanted to receive.", CALLS_RECEIVE)
    full = loop.clients["full"]
    full.resume()
    if not peers.wait(lambda: full.received.endswith(b"!") or full.over):
        raise loop.explained(
            Unmet(
                sent="Nothing: the client of a handler that wanted to send began to read.",
                expected=CALLS_SEND,
                observed="Its handle_send() was not called.",
                late=True,
            )
        )
    loop.rounds(1)
    loop.orderly(told)
    # poll() and epoll tell of a hang-up unasked
    loop.clients["unwilling"].reset()
    loop.rounds(ROUNDS)
    loop.orderly(HUNG_UP)


@requirement("asks-each-round", MUST, needs=("dispatches-send",), ends_program=True)
def asks_each_round(rig: Rig, peers: Peers, draw: Random) -> None:
    """Ask every handler in each round what it wants.

    Why: what a handler wants changes with what it and others have done; an answer of an earlier round is worth nothing.

    Source: lecture, Event Driven I/O (wants_to_receive, wants_to_send)
    """
    loop = Loop(rig, peers, draw, [STEER, ("wishful", "wishes")])
    wishful = loop.clients["wishful"]
    for _ in range(2):
        due = loop.say(wishful)
        loop.rounds(ROUNDS)
        _hold_silent(wishful.received[wishful.taken :])
        loop.steer("receive wishful on")
        told = "20 bytes to a handler that did not want to receive; then another handler made it want to."
        loop.hold(wishful, due, told, CALLS_RECEIVE)
        loop.steer("receive wishful off")
        text, due = loop.word()
        loop.steer(f"send wishful {text}")
        told = "Nothing: a handler that had not wanted to send was made to want it by another handler."
        loop.hold(wishful, due, told, CALLS_SEND)
        loop.rounds(1)
        _hold_asked(rig)


def _hold_silent(received: bytearray) -> None:
    if received:
        raise Unmet(
            sent="20 bytes to a handler that did not want to receive.",
            expected="event_loop leaves it alone.",
            observed="It was called, and answered.",
        )


def _hold_asked(rig: Rig) -> None:
    if stale := rig.said("stale"):
        raise Unmet(
            sent="20 letters by a handler that wanted to send, 7 a call, and nothing more.",
            expected="event_loop asks before each call what the handler wants by then.",
            observed=stale[0],
        )


@requirement("many-handlers", MUST, needs=("dispatches-receive",), ends_program=True)
def many_handlers(rig: Rig, peers: Peers, draw: Random) -> None:
    """Serve 200 handlers together.

    Why: one thread for many connections is the point of an event loop.

    Source: lecture, Event Driven I/O
    """
    loop = Loop(rig, peers, draw, [(f"handler {number}", "answers") for number in range(MANY)])
    clients = list(loop.clients.values())
    for _ in range(2):
        dues = [loop.say(client) for client in clients]
        told = f"20 bytes to each of {MANY} handlers that wanted to receive, at once."
        for client, due in zip(clients, dues, strict=True):
            loop.hold(client, due, told, "event_loop calls handle_receive() of each, which answers.")
    for client in clients:
        told = f"20 bytes to each of {MANY} handlers that wanted to receive, one after the other."
        for _ in range(TURNS):
            loop.ask(client, told, CALLS_RECEIVE)


@requirement("mixes-transports", MUST, needs=("dispatches-send",), ends_program=True)
def mixes_transports(rig: Rig, peers: Peers, draw: Random) -> None:
    """Serve TCP, UDP and pipe handlers in one loop.

    Why: the loop waits for descriptors, whatever they belong to: sockets, pipes, terminals.

    Source: lecture, Event Driven I/O; select(2)
    """
    loop = Loop(rig, peers, draw, [("stream", "echoes"), ("pipe", "pipe")], accepts=True)
    asker = peers.datagram(loop.datagrams)
    for _ in range(3):
        loop.ask(loop.clients["stream"], "20 bytes to the handler of a TCP connection.", CALLS_SEND)
        told = "20 bytes to a handler that sent them through a pipe, with a handler at each end."
        loop.ask(loop.clients["pipe"], told, "event_loop calls the pipe's handlers, and they come back.")
        text, due = loop.word()
        asker.send(text.encode())
        replies = asker.receive(1)
        if [reply.data for reply in replies] != [due]:
            raise loop.explained(_unanswered_datagram(len(replies)))
    pipe = loop.clients["pipe"]
    pipe.half_close()
    pipe.receive_to_end()
    if not pipe.over:
        raise loop.explained(
            Unmet(
                sent="The end of a pipe: its writing end was closed.",
                expected="event_loop calls handle_receive() of the reading end's handler, where read() gives b''.",
                observed="It was not called.",
                late=True,
            )
        )
    loop.ask(loop.clients["stream"], "20 bytes to the handler of a TCP connection.", CALLS_SEND)


def _unanswered_datagram(came: int) -> Unmet:
    return Unmet(
        sent="A datagram of 20 bytes to a UDP handler.",
        expected=CALLS_RECEIVE,
        observed="Another answer came." if came else "No answer came.",
        late=not came,
    )


@requirement("grows-and-shrinks", MUST, needs=("dispatches-send",), ends_program=True)
def grows_and_shrinks(rig: Rig, peers: Peers, draw: Random) -> None:
    """Serve handlers that join the list, and leave alone those that left it, from the next round on.

    Why: a server's handler adds one for each client it accepts, and each removes itself when its client leaves.

    Source: lecture, Event Driven I/O (the TCP server's handlers)
    """
    loop = Loop(rig, peers, draw, [STEER, ("other", "answers")], accepts=True)
    told = "20 bytes to a handler that had been added to the list by another handler."
    joined = []
    for _ in range(3):
        joined.append(loop.join())
        loop.ask(joined[-1], told, CALLS_SEND)
    for _ in range(3):
        # it removes itself and closes its socket; the next to join gets the same descriptor
        joined.pop(0).close()
        loop.rounds(2)
        joined.append(loop.join())
        for peer in joined:
            loop.ask(peer, f"{told} Another had removed itself and closed its socket before.", CALLS_SEND)
    loop.steer("remove other")
    loop.rounds(2)
    other = loop.clients["other"]
    due = loop.say(other)
    loop.rounds(ROUNDS)
    if other.received:
        raise Unmet(
            sent=f"20 bytes to a handler that another one had removed from the list, {ROUNDS} rounds before.",
            expected="event_loop leaves it alone.",
            observed="Its handle_receive() was called, and it answered.",
        )
    loop.steer("add other")
    loop.hold(other, due, "20 bytes to a handler that had been removed, and was added again.", CALLS_RECEIVE)


@requirement("blocks-when-idle", MUST, needs=("dispatches-send",), ends_program=True)
def blocks_when_idle(rig: Rig, peers: Peers, draw: Random) -> None:
    """Use no processor time while no handler is ready.

    Why: a loop that asks again and again whether something came keeps a whole core busy; select() waits for free.

    Source: lecture, Event Driven I/O; select(2)
    """
    idle = [(f"idle {number}", "answers") for number in range(IDLE)]
    loop = Loop(rig, peers, draw, [STEER, ("full", "full"), ("unwilling", "wishes"), *idle])
    loop.say(loop.clients["unwilling"])
    loop.rounds(2)
    hold_idle(rig.server, peers, f"with {IDLE} handlers that waited to receive, one whose socket was full and one idle")
    loop.rounds(2)


ALL = (
    handler_defaults,
    dispatches_receive,
    dispatches_send,
    leaves_others_alone,
    asks_each_round,
    many_handlers,
    mixes_transports,
    grows_and_shrinks,
    blocks_when_idle,
)
