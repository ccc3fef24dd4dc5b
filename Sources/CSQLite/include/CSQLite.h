// The system's SQLite, and what Swift cannot call because it is variadic.
#ifndef CASEBOOK_CSQLITE_H
#define CASEBOOK_CSQLITE_H

#include <sqlite3.h>

// Keeps the connection from running a checkpoint when it is closed as the last one. Gives an SQLite result code.
int casebook_sqlite3_no_checkpoint_on_close(sqlite3 *connection);

#endif
