class EventHandler:
    def fileno(self):
        raise NotImplementedError(f"{type(self).__name__} has no descriptor")

    def wants_to_receive(self):
        return False

    def handle_receive(self):
        pass

    def wants_to_send(self):
        return False

    def handle_send(self):
        pass
