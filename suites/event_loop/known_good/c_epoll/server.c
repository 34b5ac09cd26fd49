#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 8192, SIZE = 32768, EVENTS = 10 };

struct client {
    size_t begin, end;
    char data[SIZE];
};

static struct client *clients[CLIENTS];

static void watch(int epoll, int operation, int sock, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = sock};
    epoll_ctl(epoll, operation, sock, &event);
}

static void leave(int sock) {
    free(clients[sock]);
    clients[sock] = NULL;
    close(sock);
}

static void join(int epoll, int listener) {
    int sock = accept(listener, NULL, NULL);
    if (sock < 0)
        return;
    if (sock >= CLIENTS) {
        close(sock);
        return;
    }
    fcntl(sock, F_SETFL, O_NONBLOCK);
    clients[sock] = calloc(1, sizeof(struct client));
    watch(epoll, EPOLL_CTL_ADD, sock, EPOLLIN);
}

static void serve(int epoll, int sock) {
    struct client *client = clients[sock];
    if (client->begin == client->end) {
        ssize_t count = recv(sock, client->data, SIZE, 0);
        if (count <= 0) {
            if (count == 0 || errno != EAGAIN)
                leave(sock);
            return;
        }
        client->begin = 0;
        client->end = count;
    }
    ssize_t count = send(sock, client->data + client->begin, client->end - client->begin, 0);
    if (count < 0 && errno != EAGAIN) {
        leave(sock);
        return;
    }
    client->begin += count < 0 ? 0 : count;
    watch(epoll, EPOLL_CTL_MOD, sock, client->begin == client->end ? EPOLLIN : EPOLLOUT);
}

int main(void) {
    const char *port = getenv("PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port ? atoi(port) : 20000)};
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1, epoll = epoll_create1(0);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 128))
        return 1;
    watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN);
    for (;;) {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int index = 0; index < count; index++) {
            if (events[index].data.fd == listener)
                join(epoll, listener);
            else
                serve(epoll, events[index].data.fd);
        }
    }
}
