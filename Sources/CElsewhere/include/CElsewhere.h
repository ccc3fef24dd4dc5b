// Another thread for work that waits, which is itself waited for without falling asleep.
#ifndef CASEBOOK_CELSEWHERE_H
#define CASEBOOK_CELSEWHERE_H

#include <stdint.h>

typedef void celsewhere_work(void *own);

// How work was waited for.
typedef enum {
    // It was done by whoever wanted it.
    CELSEWHERE_HERE,
    // It was done while who wanted it looked.
    CELSEWHERE_AWAKE,
    // It took longer, and was slept through.
    CELSEWHERE_LATE,
} celsewhere_wait;

// Has another thread do `work`, does `meanwhile`, and looks for so many nanoseconds whether the work is done before it
// sleeps. Where there is no other thread, or it is at something else, both are done here, `meanwhile` first.
celsewhere_wait celsewhere_do(celsewhere_work *work, void *own, celsewhere_work *meanwhile, void *also,
                              int64_t nanoseconds);

#endif
