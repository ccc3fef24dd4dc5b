#ifndef CLOAD_H
#define CLOAD_H

/* The mark of the places where a call has its number: seven digits, so that all calls are equally long. */
#define CLOAD_MARK "@@@@@@@"

/* Seconds that `calls` JSON-RPC calls take on a server's standard streams, with `in_flight` unanswered at any time.
   `frame` is one call without its line end, with marks. Every number has to be answered once and without an error; a
   negative value says that it was not, and `said` what came instead. */
double load_stdio(int to, int from, const char *frame, int calls, int in_flight, char *said, int room);

/* The same over HTTP to a port of this machine: one connection that is kept for each call in flight. `request` is the
   whole request, head and body, with marks in its body. */
double load_http(int port, const char *request, int calls, int in_flight, char *said, int room);

/* Sends one line and waits for the next one that is an answer; the bytes of it, or a negative number. */
int load_line(int to, int from, const char *line, char *answer, int room);

/* Sends one request on a connection of its own; the bytes of the answer, head and body, or a negative number. */
int load_request(int port, const char *request, char *answer, int room);

#endif
