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

typedef int casebook_call(void *context);
typedef void casebook_work(void *own);

// How a call was waited for.
typedef enum {
    // It was made by whoever wanted it, as ever.
    CASEBOOK_WAIT_PLAIN,
    // It was done while who wanted it looked.
    CASEBOOK_WAIT_AWAKE,
    // It took longer, and was slept through.
    CASEBOOK_WAIT_LATE,
} casebook_wait;

// Has another thread make a call, does `meanwhile` unless that is null, and looks for so many nanoseconds whether the
// call is done before it sleeps. While the other thread is at something else, the call is made here and nothing is done
// meanwhile. `result` is what the call gave.
casebook_wait casebook_call_awake(casebook_call *call, void *context, int64_t nanoseconds, casebook_work *meanwhile,
                                  void *own, int *result);

// Lets a connection whose log is open wait for the disk so, where that can be.
void casebook_sqlite3_let_stay_awake(sqlite3 *connection);

// Has this thread wait so for the disk until `casebook_sqlite3_sleep_again`; `meanwhile` is done each time that
// another thread makes the call, unless it is null.
void casebook_sqlite3_stay_awake(int64_t nanoseconds, casebook_work *meanwhile, void *own);

// Has it wait as ever, and tells how it waited last.
casebook_wait casebook_sqlite3_sleep_again(void);

#endif
