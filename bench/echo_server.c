/* The server of connections.py: epoll, one thread; prints the port it was given. Messages are short: no output waits. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, SIZE = 65536 };

static void watch(int epoll, int sock) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = sock};
    epoll_ctl(epoll, EPOLL_CTL_ADD, sock, &event);
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0), yes = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024))
        return 1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    watch(epoll, listener);
    for (;;) {
        static char data[SIZE];
        struct epoll_event events[EVENTS];
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int index = 0; index < count; index++) {
            int sock = events[index].data.fd;
            if (sock == listener) {
                sock = accept(listener, NULL, NULL);
                setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                watch(epoll, sock);
                continue;
            }
            ssize_t got = recv(sock, data, SIZE, 0);
            if (got <= 0 || send(sock, data, got, MSG_NOSIGNAL) != got)
                close(sock);
        }
    }
}
