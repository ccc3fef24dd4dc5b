#include "CBareSQLite.h"
#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double bare_sqlite_commits(const char *path, int count, int bytes) {
    sqlite3 *database = NULL;
    sqlite3_stmt *insert = NULL;
    double seconds = -1;
    char *row = calloc(1, (size_t)bytes);
    if (row == NULL || sqlite3_open(path, &database) != SQLITE_OK) goto done;
    if (sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                               "CREATE TABLE step (id INTEGER PRIMARY KEY, payload BLOB NOT NULL)", 0, 0, 0) != SQLITE_OK) goto done;
    if (sqlite3_prepare_v2(database, "INSERT INTO step (payload) VALUES (?)", -1, &insert, NULL) != SQLITE_OK) goto done;
    double start = now();
    for (int index = 0; index < count; index++) {
        sqlite3_bind_blob(insert, 1, row, bytes, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) goto done;
        sqlite3_reset(insert);
    }
    seconds = now() - start;
done:
    sqlite3_finalize(insert);
    sqlite3_close(database);
    free(row);
    return seconds;
}
