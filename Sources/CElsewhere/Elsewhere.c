// A processor that slept while the disk wrote goes on with cold caches, and whoever slept is woken late. Who wants the
// work done therefore looks whether it is, for as long as it was told to; what takes longer is slept through. The other
// thread looks for more in the same way where it is asked again soon, since to be woken takes as long as a good part of
// the work.
#define _GNU_SOURCE
#include "CElsewhere.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

// How long the other thread looks for more work at the most, in nanoseconds.
enum { PATIENCE = 300000 };

// Whoever holds it may ask the other thread.
static pthread_mutex_t desk = PTHREAD_MUTEX_INITIALIZER;

static struct {
    enum { NOT_MADE, THERE, IMPOSSIBLE } state;
    // Guards what is asked, and both waits.
    pthread_mutex_t mutex;
    pthread_cond_t asked, answered;
    celsewhere_work *_Atomic work;
    void *own;
    // How long the other thread looks for more work before it sleeps, in nanoseconds, and whether it sleeps.
    int64_t patience;
    bool is_asleep;
    // When the last work was done, to be read once it is; who looks need not wait for the mutex.
    int64_t ended;
    atomic_bool is_done;
} other = {.mutex = PTHREAD_MUTEX_INITIALIZER, .asked = PTHREAD_COND_INITIALIZER, .answered = PTHREAD_COND_INITIALIZER};

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static inline void pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static bool is_asked(void) { return atomic_load_explicit(&other.work, memory_order_acquire) != NULL; }
static bool is_done(void) { return atomic_load_explicit(&other.is_done, memory_order_acquire); }

// Looks for so many nanoseconds whether something is so; `yields` lets whoever else is ready have the processor.
static bool looks(bool (*is_so)(void), int64_t nanoseconds, bool yields) {
    int64_t end = nanoseconds > 0 ? now() + nanoseconds : 0;
    while (end > 0 && now() < end) {
        for (int round = 0; round < 32; round++) {
            if (is_so()) return true;
            pause_briefly();
        }
        if (yields) sched_yield();
    }
    // Whoever was kept from looking looks once more.
    return is_so();
}

static void *serve(void *nothing) {
    int64_t patience = 0;
    while (true) {
        looks(is_asked, patience, true);
        pthread_mutex_lock(&other.mutex);
        other.is_asleep = true;
        while (!is_asked()) pthread_cond_wait(&other.asked, &other.mutex);
        other.is_asleep = false;
        celsewhere_work *work = other.work;
        void *own = other.own;
        patience = other.patience;
        other.work = NULL;
        pthread_mutex_unlock(&other.mutex);
        work(own);
        other.ended = now();
        atomic_store_explicit(&other.is_done, true, memory_order_release);
        pthread_mutex_lock(&other.mutex);
        pthread_cond_signal(&other.answered);
        pthread_mutex_unlock(&other.mutex);
    }
}

// Makes the other thread, if it is not there; it takes no signals but those of its own faults.
static bool is_served(void) {
    if (other.state != NOT_MADE) return other.state == THERE;
    other.state = IMPOSSIBLE;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    sigset_t all, before;
    sigfillset(&all);
    for (size_t index = 0; index < sizeof faults / sizeof *faults; index++) sigdelset(&all, faults[index]);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    if (pthread_create(&thread, &attributes, serve, NULL) == 0) other.state = THERE;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return other.state == THERE;
}

static void sleep_until_done(void) {
    pthread_mutex_lock(&other.mutex);
    while (!is_done()) pthread_cond_wait(&other.answered, &other.mutex);
    pthread_mutex_unlock(&other.mutex);
}

celsewhere_wait celsewhere_do(celsewhere_work *work, void *own, celsewhere_work *meanwhile, void *also,
                              int64_t nanoseconds) {
    bool is_free = pthread_mutex_trylock(&desk) == 0;
    if (!is_free || !is_served()) {
        if (is_free) pthread_mutex_unlock(&desk);
        meanwhile(also);
        work(own);
        return CELSEWHERE_HERE;
    }
    // Whoever has asked so soon will ask so soon again.
    bool is_soon = now() - other.ended <= PATIENCE;
    pthread_mutex_lock(&other.mutex);
    atomic_store_explicit(&other.is_done, false, memory_order_relaxed);
    other.own = own;
    other.patience = is_soon ? PATIENCE : 0;
    other.work = work;
    bool is_asleep = other.is_asleep;
    pthread_mutex_unlock(&other.mutex);
    if (is_asleep) pthread_cond_signal(&other.asked);
    meanwhile(also);
    celsewhere_wait wait = looks(is_done, nanoseconds, false) ? CELSEWHERE_AWAKE : CELSEWHERE_LATE;
    if (wait == CELSEWHERE_LATE) sleep_until_done();
    pthread_mutex_unlock(&desk);
    return wait;
}
