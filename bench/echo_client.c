/* The client of connections.py in C. Arguments: port, connections, rounds, message. Prints seconds for opening, one
   connection and its echo after the other, and for all rounds. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

enum { EVENTS = 512, SIZE = 4096 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count_of_arguments, char **arguments) {
    if (count_of_arguments != 5)
        return 2;
    int connections = atoi(arguments[2]), rounds = atoi(arguments[3]), epoll = epoll_create1(0), yes = 1;
    int *socks = calloc(connections, sizeof(int));
    ssize_t length = strlen(arguments[4]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1]))};
    char data[SIZE];
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    double began = now();
    for (int index = 0; index < connections; index++) {
        int sock = socks[index] = socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = sock};
        if (sock < 0 || connect(sock, (struct sockaddr *)&address, sizeof address))
            return 1;
        epoll_ctl(epoll, EPOLL_CTL_ADD, sock, &event);
        if (send(sock, arguments[4], length, 0) != length || recv(sock, data, length, MSG_WAITALL) != length)
            return 1;
    }
    double opened = now();
    for (int round = 0; round < rounds; round++) {
        for (int index = 0; index < connections; index++)
            if (send(socks[index], arguments[4], length, 0) != length)
                return 1;
        for (ssize_t due = connections * length; due > 0;) {
            struct epoll_event events[EVENTS];
            int ready = epoll_wait(epoll, events, EVENTS, -1);
            for (int index = 0; index < ready; index++) {
                ssize_t got = recv(events[index].data.fd, data, SIZE, 0);
                if (got <= 0)
                    return 1;
                due -= got;
            }
        }
    }
    printf("%f %f\n", opened - began, now() - opened);
}
