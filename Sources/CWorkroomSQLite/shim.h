#pragma once
#include <sqlite3.h>

/// Swift imports no variadic functions: one switch of a connection, on (1) or off (0).
static inline int workroom_sqlite3_switch(sqlite3 *database, int option, int on) {
  return sqlite3_db_config(database, option, on, (int *)0);
}

/// Before SQLite is first used: no statistics of its memory, which cost a lock at every allocation.
static inline int workroom_sqlite3_without_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
