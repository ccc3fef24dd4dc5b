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

// A number that is another one after each commit of this connection, and at the beginning of the first transaction after
// commits of others (SQLITE_FCNTL_DATA_VERSION). Gives an SQLite result code.
int casebook_sqlite3_data_version(sqlite3 *connection, unsigned int *version);

typedef int casebook_work(void *context);

// Has another thread do some work, does `meanwhile` unless that is null, and waits awake for so many nanoseconds, and as ever
// after that. While the other thread is at something else, this one does the work and nothing meanwhile. Gives what the work
// gives.
int casebook_call_awake(casebook_work *work, void *context, int64_t nanoseconds, casebook_work *meanwhile, void *own,
                        bool *was_late);

// Lets a connection whose log is open wait for the disk so. Gives an SQLite result code.
int casebook_sqlite3_can_stay_awake(sqlite3 *connection);

// Has this thread wait for the disk awake, for so long at a time at the most, until `casebook_sqlite3_was_late`; `meanwhile`
// is done each time, unless it is null or nobody else can wait.
void casebook_sqlite3_stay_awake(int64_t nanoseconds, casebook_work *meanwhile, void *context);

// Ends that, and tells whether the last wait took longer.
bool casebook_sqlite3_was_late(void);

#endif
