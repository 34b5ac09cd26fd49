#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(int argc, char *argv[])
{
    struct sockaddr_in server = {.sin_family = AF_INET};
    struct timeval limit = {.tv_sec = 3};
    char answer[256];
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    ssize_t count;

    if (argc < 3)
        return 2;
    server.sin_port = htons(atoi(argv[2]));
    inet_pton(AF_INET, argv[1], &server.sin_addr);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sendto(s, "", 0, 0, (struct sockaddr *)&server, sizeof server);
    count = recvfrom(s, answer, sizeof answer, 0, NULL, NULL);
    if (count < 0) {
        perror("recvfrom");
        return 1;
    }
    printf("%.*s\n", (int)count, answer);
    return 0;
}
