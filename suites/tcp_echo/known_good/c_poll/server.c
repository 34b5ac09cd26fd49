#define _GNU_SOURCE
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LIMIT = 4096, SIZE = 16384 };

/* What was read and is not yet sent: buffer[start..end). A client is read only when nothing is left. */
struct client {
    char buffer[SIZE];
    ssize_t start, end;
};

static struct pollfd polled[LIMIT];
static struct client *clients[LIMIT];
static int count = 1; /* the listener is number 0 */

static void join(int fd)
{
    if (count == LIMIT) {
        close(fd);
        return;
    }
    polled[count] = (struct pollfd){.fd = fd, .events = POLLIN};
    clients[count++] = calloc(1, sizeof(struct client));
}

static void leave(int i)
{
    close(polled[i].fd);
    free(clients[i]);
    count--;
    polled[i] = polled[count];
    clients[i] = clients[count];
}

/* Returns 0 once the client has gone. */
static int transfer(int i)
{
    struct client *client = clients[i];
    ssize_t size;

    if (client->start == client->end) {
        client->start = 0;
        client->end = recv(polled[i].fd, client->buffer, SIZE, MSG_DONTWAIT);
        if (client->end <= 0)
            return 0;
    }
    size = send(polled[i].fd, client->buffer + client->start, client->end - client->start, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (size > 0)
        client->start += size;
    else if (polled[i].revents & (POLLERR | POLLHUP))
        return 0;
    polled[i].events = client->start == client->end ? POLLIN : POLLOUT;
    return 1;
}

int main(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port ? atoi(port) : 20000)};
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 512) < 0) {
        perror("server");
        return 1;
    }
    polled[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    while (poll(polled, count, -1) > 0) {
        int newcomer = polled[0].revents & POLLIN;
        for (int i = count - 1; i > 0; i--) /* leave() fills the gap from behind */
            if (polled[i].revents && !transfer(i))
                leave(i);
        if (newcomer)
            join(accept(listener, NULL, NULL));
    }
    return 1;
}
