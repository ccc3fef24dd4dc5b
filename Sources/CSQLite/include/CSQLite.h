// The system's SQLite, what Swift cannot call because it is variadic, and what needs the inside of its structures.
#ifndef CASEBOOK_CSQLITE_H
#define CASEBOOK_CSQLITE_H

#include <sqlite3.h>

// Keeps the connection from running a checkpoint when it is closed as the last one. Gives an SQLite result code.
int casebook_sqlite3_no_checkpoint_on_close(sqlite3 *connection);

// Reads the beginning of the database's file as it stands there, whatever the log says, by SQLite's own descriptor: on being
// closed another one would drop the locks of this process. Gives an SQLite result code.
int casebook_sqlite3_read(sqlite3 *connection, void *bytes, int count);

// A number that is another one after each commit of this connection, and at the beginning of the first transaction
// after commits of others (SQLITE_FCNTL_DATA_VERSION). Gives an SQLite result code.
int casebook_sqlite3_data_version(sqlite3 *connection, unsigned int *version);

#endif
