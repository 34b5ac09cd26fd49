#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void *echo(void *argument)
{
    int client = (int)(long)argument;
    FILE *input = fdopen(client, "rb"), *output = fdopen(dup(client), "wb");
    signed char byte;

    while ((byte = getc(input)) != EOF) {
        putc(byte, output);
        if (byte == '\n')
            fflush(output);
    }
    fclose(output);
    fclose(input);
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
        int client = accept(listener, NULL, NULL);
        pthread_t thread;
        if (client < 0)
            continue;
        if (pthread_create(&thread, NULL, echo, (void *)(long)client) == 0)
            pthread_detach(thread);
        else
            close(client);
    }
}
