// Has SQLite wait awake for the disk: the same call on the same file, made by another thread.
#include "CSQLite.h"

#include <pthread.h>

// The methods of a log's file as SQLite gave them, and the same with `sync_awake`.
static const sqlite3_io_methods *plain;
static sqlite3_io_methods watched;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static _Thread_local int64_t patience;
static _Thread_local bool was_late;
static _Thread_local casebook_work *meanwhile;
static _Thread_local void *own;

typedef struct {
    sqlite3_file *file;
    int flags;
} sync;

static int sync_plainly(void *context) {
    sync *wanted = context;
    return plain->xSync(wanted->file, wanted->flags);
}

static int sync_awake(sqlite3_file *file, int flags) {
    sync wanted = {file, flags};
    if (patience <= 0) return sync_plainly(&wanted);
    return casebook_call_awake(sync_plainly, &wanted, patience, meanwhile, own, &was_late);
}

int casebook_sqlite3_can_stay_awake(sqlite3 *connection) {
    sqlite3_file *log = NULL;
    int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (result != SQLITE_OK || log == NULL || log->pMethods == NULL) return result;
    pthread_mutex_lock(&mutex);
    if (plain == NULL) {
        plain = log->pMethods;
        watched = *plain;
        watched.xSync = sync_awake;
    }
    // A file of another kind keeps its own.
    if (log->pMethods == plain) log->pMethods = &watched;
    pthread_mutex_unlock(&mutex);
    return SQLITE_OK;
}

void casebook_sqlite3_stay_awake(int64_t nanoseconds, casebook_work *work, void *context) {
    patience = nanoseconds;
    meanwhile = work;
    own = context;
    was_late = false;
}

bool casebook_sqlite3_was_late(void) {
    patience = 0;
    return was_late;
}
