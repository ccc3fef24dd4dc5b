// The system's SQLite, what Swift cannot call because it is variadic, and what needs the inside of its structures.
#ifndef CASEBOOK_CSQLITE_H
#define CASEBOOK_CSQLITE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

// Keeps the connection from running a checkpoint when it is closed as the last one. Gives an SQLite result code.
int casebook_sqlite3_no_checkpoint_on_close(sqlite3 *connection);

// Reads the beginning of the database's file as it stands there, whatever the log says, by SQLite's own descriptor: on being
// closed another one would drop the locks of this process. Gives an SQLite result code.
int casebook_sqlite3_read(sqlite3 *connection, void *bytes, int count);

// A number that is another one after each commit of this connection, and at the beginning of the first transaction
// after commits of others (SQLITE_FCNTL_DATA_VERSION). Gives an SQLite result code.
int casebook_sqlite3_data_version(sqlite3 *connection, unsigned int *version);

typedef void casebook_work(void *own);

// How work was waited for.
typedef enum {
    // It was done by whoever wanted it, as ever.
    CASEBOOK_WAIT_PLAIN,
    // It was done while who wanted it looked.
    CASEBOOK_WAIT_AWAKE,
    // It took longer, and was slept through.
    CASEBOOK_WAIT_LATE,
} casebook_wait;

// Has another thread do `work`, does `meanwhile`, and looks for so many nanoseconds whether the work is done before it
// sleeps. While the other thread is at something else, both are done here, `meanwhile` first.
casebook_wait casebook_do_elsewhere(casebook_work *work, void *own, casebook_work *meanwhile, void *also,
                                    int64_t nanoseconds);

// Tells who wants the work that this thread does for another one that it is done, though the thread goes on with it.
void casebook_done_elsewhere(void);

#endif
