#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void *echo(void *argument)
{
    int client = (int)(intptr_t)argument;
    FILE *in = fdopen(client, "r"), *out = fdopen(dup(client), "w");
    char *line = NULL;
    size_t room = 0;
    ssize_t size;

    while ((size = getline(&line, &room, in)) > 0) {
        if (fwrite(line, 1, size, out) != (size_t)size || fflush(out) != 0)
            break;
    }
    free(line);
    fclose(out);
    fclose(in);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_port = htons(argc > 1 ? atoi(argv[1]) : 20000);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 128) < 0) {
        perror("server");
        return 1;
    }
    for (;;) {
        pthread_t thread;
        int client = accept(listener, NULL, NULL);
        if (client < 0)
            continue;
        if (pthread_create(&thread, NULL, echo, (void *)(intptr_t)client) == 0)
            pthread_detach(thread);
        else
            close(client);
    }
}
