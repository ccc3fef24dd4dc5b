// Has SQLite wait awake for the disk: the same call on the same file, made by another thread. What
// `sqlite3_system_errno` tells of it is that thread's, and nobody here asks.
#include "CSQLite.h"

#include <pthread.h>

// What is known of sqlite3_io_methods; of a later version there would be more to copy.
enum { VERSION = 3 };

// The methods of a log's file as SQLite gave them, and the same with `sync_awake`.
static const sqlite3_io_methods *plain;
static sqlite3_io_methods watched;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

// What this thread wants; no patience is as ever.
static _Thread_local struct {
    int64_t patience;
    casebook_work *meanwhile;
    void *own;
    casebook_wait wait;
} wish;

typedef struct {
    sqlite3_file *file;
    int flags;
} sync_call;

static int sync_plainly(void *context) {
    sync_call *call = context;
    return plain->xSync(call->file, call->flags);
}

static int sync_awake(sqlite3_file *file, int flags) {
    sync_call call = {file, flags};
    if (wish.patience <= 0) return sync_plainly(&call);
    int result = SQLITE_ERROR;
    wish.wait = casebook_call_awake(sync_plainly, &call, wish.patience, wish.meanwhile, wish.own, &result);
    return result;
}

void casebook_sqlite3_let_stay_awake(sqlite3 *connection) {
    sqlite3_file *log = NULL;
    int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (result != SQLITE_OK || log == NULL || log->pMethods == NULL || log->pMethods->iVersion > VERSION) return;
    pthread_mutex_lock(&mutex);
    if (plain == NULL) {
        plain = log->pMethods;
        watched = *plain;
        watched.xSync = sync_awake;
    }
    // A file of another kind keeps its own.
    if (log->pMethods == plain) log->pMethods = &watched;
    pthread_mutex_unlock(&mutex);
}

void casebook_sqlite3_stay_awake(int64_t nanoseconds, casebook_work *meanwhile, void *own) {
    wish.patience = nanoseconds;
    wish.meanwhile = meanwhile;
    wish.own = own;
    wish.wait = CASEBOOK_WAIT_PLAIN;
}

casebook_wait casebook_sqlite3_sleep_again(void) {
    wish.patience = 0;
    return wish.wait;
}
