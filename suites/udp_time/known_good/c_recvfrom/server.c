#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 20000)};
    int server = socket(AF_INET, SOCK_DGRAM, 0);

    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("server");
        return 1;
    }
    for (;;) {
        char byte;
        struct sockaddr_in client;
        socklen_t size = sizeof client;
        time_t now;

        if (recvfrom(server, &byte, 1, 0, (struct sockaddr *)&client, &size) < 0)
            continue;
        now = time(NULL);
        sendto(server, ctime(&now), 24, 0, (struct sockaddr *)&client, size);
    }
}
