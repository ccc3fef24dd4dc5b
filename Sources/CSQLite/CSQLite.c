#include "CSQLite.h"

int casebook_sqlite3_read(sqlite3 *connection, void *bytes, int count) {
    sqlite3_file *file = 0;
    int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (result != SQLITE_OK) return result;
    if (file == 0 || file->pMethods == 0) return SQLITE_ERROR;
    return file->pMethods->xRead(file, bytes, count, 0);
}

int casebook_sqlite3_data_version(sqlite3 *connection, unsigned int *version) {
    return sqlite3_file_control(connection, "main", SQLITE_FCNTL_DATA_VERSION, version);
}

int casebook_sqlite3_no_checkpoint_on_close(sqlite3 *connection) {
    int enabled = 0;
    int result = sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &enabled);
    if (result != SQLITE_OK) return result;
    return enabled == 1 ? SQLITE_OK : SQLITE_ERROR;
}
