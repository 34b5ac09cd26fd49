#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void echo(int client)
{
    char buffer[65536];
    ssize_t size;

    while ((size = read(client, buffer, sizeof buffer)) > 0) {
        ssize_t sent = 0;
        while (sent < size) {
            ssize_t step = write(client, buffer + sent, size - sent);
            if (step < 0)
                return;
            sent += step;
        }
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT};
    int on = 1, off = 0;
    int listener = socket(AF_INET6, SOCK_STREAM, 0);

    address.sin6_port = htons(argc > 1 ? atoi(argv[1]) : 20000);
    signal(SIGCHLD, SIG_IGN); /* children that end leave no zombies */
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 128) < 0) {
        perror("server");
        return 1;
    }
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0)
            continue;
        if (fork() == 0) {
            close(listener);
            echo(client);
            _exit(0);
        }
        close(client);
    }
}
