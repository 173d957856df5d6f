#pragma once
#include <sqlite3.h>

/// Swift imports no variadic functions: one switch of a connection, on (1) or off (0).
static inline int workroom_sqlite3_switch(sqlite3 *database, int option, int on) {
  return sqlite3_db_config(database, option, on, (int *)0);
}
