#define _GNU_SOURCE
#include "CLoad.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FIRST 1000000
#define DIGITS 7
#define PLACES 8
#define PATIENCE 60000

/* One call as bytes, and where its number stands in it. */
typedef struct {
    char *bytes;
    size_t length;
    size_t places[PLACES];
    int count;
} Call;

/* Which numbers have been answered. */
typedef struct {
    unsigned char *seen;
    int calls;
    int answered;
} Tally;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int call_make(Call *call, const char *text, const char *end) {
    call->count = 0;
    call->length = strlen(text) + strlen(end);
    call->bytes = malloc(call->length + 1);
    if (call->bytes == NULL) return 0;
    strcpy(call->bytes, text);
    strcat(call->bytes, end);
    for (char *at = call->bytes; (at = strstr(at, CLOAD_MARK)) != NULL && call->count < PLACES; at += DIGITS)
        call->places[call->count++] = (size_t)(at - call->bytes);
    return call->count > 0;
}

static void call_number(Call *call, int number) {
    char digits[16];
    snprintf(digits, sizeof digits, "%07d", FIRST + number);
    for (int place = 0; place < call->count; place++) memcpy(call->bytes + call->places[place], digits, DIGITS);
}

static void tell(char *said, int room, const char *bytes, size_t length) {
    size_t count = length < (size_t)room - 1 ? length : (size_t)room - 1;
    memcpy(said, bytes, count);
    said[count] = 0;
}

static int has(const char *bytes, size_t length, const char *text) {
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

/* Takes a message: an answer of one of the calls, once and without an error, or a notification. */
static int tally_take(Tally *tally, const char *bytes, size_t length) {
    const char *id = memmem(bytes, length, "\"id\":", 5);
    if (id == NULL) return has(bytes, length, "\"method\"");
    if (!has(bytes, length, "\"result\":") || has(bytes, length, "\"isError\":true")) return 0;
    id += 5;
    while (id < bytes + length && *id == ' ') id++;
    int number = 0;
    for (; id < bytes + length && *id >= '0' && *id <= '9'; id++) number = number * 10 + (*id - '0');
    number -= FIRST;
    if (number < 0 || number >= tally->calls || tally->seen[number]) return 0;
    tally->seen[number] = 1;
    tally->answered++;
    return 1;
}

static int write_all(int to, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t count = write(to, bytes, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return 0;
        bytes += count;
        length -= (size_t)count;
    }
    return 1;
}

/* Reads once, and no longer than a minute; 0 at the end, and when nothing comes. */
static ssize_t read_some(int from, char *buffer, size_t room) {
    struct pollfd wait = {.fd = from, .events = POLLIN};
    while (1) {
        int ready = poll(&wait, 1, PATIENCE);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return 0;
        ssize_t count = read(from, buffer, room);
        if (count < 0 && errno == EINTR) continue;
        return count < 0 ? 0 : count;
    }
}

double load_stdio(int to, int from, const char *frame, int calls, int in_flight, char *said, int room) {
    const size_t size = 4 << 20;
    Call call = {0};
    Tally tally = {.seen = calloc((size_t)calls, 1), .calls = calls};
    char *in = malloc(size), *out = NULL;
    double seconds = -1;
    size_t held = 0;
    int sent = 0;
    tell(said, room, "", 0);
    if (!call_make(&call, frame, "\n") || tally.seen == NULL || in == NULL) goto done;
    out = malloc(call.length * (size_t)in_flight);
    if (out == NULL) goto done;
    double start = now();
    while (tally.answered < calls) {
        int most = in_flight - (sent - tally.answered);
        size_t length = 0;
        for (; most > 0 && sent < calls; most--, sent++, length += call.length) {
            call_number(&call, sent);
            memcpy(out + length, call.bytes, call.length);
        }
        if (length > 0 && !write_all(to, out, length)) goto done;
        ssize_t count = read_some(from, in + held, size - held);
        if (count <= 0) goto done;
        held += (size_t)count;
        char *line = in, *end;
        while ((end = memchr(line, '\n', (size_t)(in + held - line))) != NULL) {
            if (!tally_take(&tally, line, (size_t)(end - line))) {
                tell(said, room, line, (size_t)(end - line));
                goto done;
            }
            line = end + 1;
        }
        held = (size_t)(in + held - line);
        memmove(in, line, held);
    }
    seconds = now() - start;
done:
    free(call.bytes);
    free(tally.seen);
    free(in);
    free(out);
    return seconds;
}

/* A connection with at most one call on it. */
typedef struct {
    int socket;
    char *in;
    size_t held;
} Line;

static int connect_to(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int at = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    if (at < 0) return -1;
    setsockopt(at, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(at, (struct sockaddr *)&address, sizeof address) == 0) return at;
    close(at);
    return -1;
}

/* The bytes of the whole answer at the front, 0 when more has to come; `body` is where its body begins. */
static size_t answer_length(const char *bytes, size_t length, size_t *body) {
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (end == NULL) return 0;
    *body = (size_t)(end - bytes) + 4;
    for (const char *at = bytes; at != NULL && at < end; at = memchr(at, '\n', (size_t)(end - at)), at = at ? at + 1 : at) {
        if (strncasecmp(at, "content-length:", 15) == 0) {
            size_t whole = *body + (size_t)atol(at + 15);
            return whole <= length ? whole : 0;
        }
        if (strncasecmp(at, "transfer-encoding: chunked", 26) == 0)
            return length >= *body + 5 && memcmp(bytes + length - 5, "0\r\n\r\n", 5) == 0 ? length : 0;
    }
    return *body;
}

double load_http(int port, const char *request, int calls, int in_flight, char *said, int room) {
    const size_t size = 1 << 20;
    Call call = {0};
    Tally tally = {.seen = calloc((size_t)calls, 1), .calls = calls};
    Line *lines = calloc((size_t)in_flight, sizeof *lines);
    struct pollfd *waits = calloc((size_t)in_flight, sizeof *waits);
    double seconds = -1;
    int sent = 0;
    tell(said, room, "", 0);
    if (!call_make(&call, request, "") || tally.seen == NULL || lines == NULL || waits == NULL) goto done;
    for (int index = 0; index < in_flight; index++) {
        lines[index] = (Line){.socket = connect_to(port), .in = malloc(size)};
        if (lines[index].socket < 0 || lines[index].in == NULL) goto done;
        waits[index] = (struct pollfd){.fd = lines[index].socket, .events = POLLIN};
    }
    double start = now();
    for (int index = 0; index < in_flight && sent < calls; index++, sent++) {
        call_number(&call, sent);
        if (!write_all(lines[index].socket, call.bytes, call.length)) goto done;
    }
    while (tally.answered < calls) {
        if (poll(waits, (nfds_t)in_flight, PATIENCE) <= 0) goto done;
        for (int index = 0; index < in_flight; index++) {
            Line *line = &lines[index];
            if (waits[index].revents == 0) continue;
            ssize_t count = read(line->socket, line->in + line->held, size - line->held);
            if (count <= 0) goto done;
            line->held += (size_t)count;
            size_t body = 0;
            if (answer_length(line->in, line->held, &body) != line->held) continue;
            if (memcmp(line->in, "HTTP/1.1 200", 12) != 0 || !tally_take(&tally, line->in + body, line->held - body)) {
                tell(said, room, line->in, line->held);
                goto done;
            }
            line->held = 0;
            if (sent == calls) continue;
            call_number(&call, sent++);
            if (!write_all(line->socket, call.bytes, call.length)) goto done;
        }
    }
    seconds = now() - start;
done:
    for (int index = 0; lines != NULL && index < in_flight; index++) {
        if (lines[index].in != NULL) close(lines[index].socket);
        free(lines[index].in);
    }
    free(call.bytes);
    free(tally.seen);
    free(lines);
    free(waits);
    return seconds;
}

int load_line(int to, int from, const char *line, char *answer, int room) {
    int held = 0;
    if (!write_all(to, line, strlen(line)) || !write_all(to, "\n", 1)) return -1;
    while (held < room - 1) {
        ssize_t count = read_some(from, answer + held, 1);
        if (count <= 0) return -1;
        if (answer[held++] != '\n') continue;
        if (has(answer, (size_t)held, "\"id\":")) break;
        held = 0;
    }
    answer[held] = 0;
    return held;
}

int load_request(int port, const char *request, char *answer, int room) {
    int at = connect_to(port), held = 0;
    size_t body = 0;
    if (at < 0) return -1;
    if (!write_all(at, request, strlen(request))) held = -1;
    while (held >= 0 && held < room - 1) {
        ssize_t count = read_some(at, answer + held, (size_t)(room - 1 - held));
        held = count <= 0 ? -1 : held + (int)count;
        if (held > 0 && answer_length(answer, (size_t)held, &body) > 0) break;
    }
    close(at);
    if (held >= 0) answer[held] = 0;
    return held;
}
