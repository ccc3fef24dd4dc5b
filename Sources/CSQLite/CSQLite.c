#include "CSQLite.h"

int casebook_sqlite3_no_checkpoint_on_close(sqlite3 *connection) {
    int enabled = 0;
    int result = sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &enabled);
    if (result != SQLITE_OK) return result;
    return enabled == 1 ? SQLITE_OK : SQLITE_ERROR;
}
