// How the C library's heap grows, which Swift cannot say: its header is not part of the platform's module.
#pragma once
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// A command lives for moments: it takes room in large steps and gives none back before it ends. Small steps, and blocks
// that are mapped and unmapped one by one, cost a check of a large file a fifteenth of its time.
static inline void ch_grow_in_large_steps(void) {
#ifdef __GLIBC__
  mallopt(M_TOP_PAD, 4 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}
