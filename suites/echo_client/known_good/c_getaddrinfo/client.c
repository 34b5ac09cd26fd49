#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    struct timeval limit = {.tv_sec = 3};
    char buffer[16];
    ssize_t count;
    size_t left;
    int s;

    if (argc != 4) {
        fprintf(stderr, "usage: client HOST PORT TEXT\n");
        return 2;
    }
    if (getaddrinfo(argv[1], argv[2], &hints, &found) != 0)
        return 1;
    s = socket(found->ai_family, found->ai_socktype, 0);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(s, found->ai_addr, found->ai_addrlen) < 0) {
        perror("connect");
        return 1;
    }
    left = strlen(argv[3]);
    write(s, argv[3], left);
    while (left > 0 && (count = read(s, buffer, sizeof buffer)) > 0) {
        write(STDOUT_FILENO, buffer, count);
        left -= count;
    }
    close(s);
    return left > 0;
}
