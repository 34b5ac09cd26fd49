"""The event loop of the lecture, *Event Driven I/O*: the class EventHandler and the function event_loop."""
