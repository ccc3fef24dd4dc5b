#ifndef CBARESQLITE_H
#define CBARESQLITE_H

/* Seconds that `count` commits of one row of `bytes` bytes take in a new database at `path`, in WAL with
   synchronous=FULL and nothing else around: the floor that no durable engine on SQLite can go below. Negative on error. */
double bare_sqlite_commits(const char *path, int count, int bytes);

#endif
