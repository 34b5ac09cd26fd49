#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
    struct timeval limit = {3, 0};
    char piece[512];
    ssize_t got;
    int connection = socket(AF_INET, SOCK_STREAM, 0);

    inet_pton(AF_INET, argv[1], &there.sin_addr);
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connect(connection, (struct sockaddr *)&there, sizeof there);
    write(connection, argv[3], strlen(argv[3]));
    shutdown(connection, SHUT_WR);
    while ((got = read(connection, piece, sizeof piece)) > 0)
        fwrite(piece, 1, got, stdout);
    putchar('\n');
    close(connection);
    return 0;
}
