// Waiting without falling asleep.
//
// A processor that slept while the disk wrote goes on with cold caches, and whoever slept is woken late. Another thread
// therefore makes the call that waits, and who wants it looks whether it is done, for as long as it was told to; what takes
// longer is slept through.
#define _GNU_SOURCE
#include "CSQLite.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

enum { STACK = 256 << 10 };

// Whoever holds it may ask the other thread.
static pthread_mutex_t desk = PTHREAD_MUTEX_INITIALIZER;

static struct {
    bool is_there;
    // Guards what is asked, and both waits.
    pthread_mutex_t mutex;
    pthread_cond_t asked, answered;
    casebook_work *work;
    void *context;
    // The result is there once it is done; who looks need not wait for the mutex.
    int result;
    atomic_bool is_done;
} other = {.mutex = PTHREAD_MUTEX_INITIALIZER, .asked = PTHREAD_COND_INITIALIZER, .answered = PTHREAD_COND_INITIALIZER};

static void *serve(void *nothing) {
    pthread_mutex_lock(&other.mutex);
    while (true) {
        while (other.work == NULL) pthread_cond_wait(&other.asked, &other.mutex);
        casebook_work *work = other.work;
        void *context = other.context;
        other.work = NULL;
        pthread_mutex_unlock(&other.mutex);
        other.result = work(context);
        atomic_store_explicit(&other.is_done, true, memory_order_release);
        pthread_mutex_lock(&other.mutex);
        pthread_cond_signal(&other.answered);
    }
    return nothing;
}

// Whether the other thread is there; it takes no signals.
static bool is_served(void) {
    if (other.is_there) return true;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    other.is_there = pthread_create(&thread, &attributes, serve, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return other.is_there;
}

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

// Looks for so many nanoseconds whether it is done.
static bool looks_done(int64_t nanoseconds) {
    int64_t end = now() + nanoseconds;
    while (now() < end) {
        for (int round = 0; round < 32; round++) {
            if (atomic_load_explicit(&other.is_done, memory_order_acquire)) return true;
            pause_briefly();
        }
    }
    return false;
}

int casebook_call_awake(casebook_work *work, void *context, int64_t nanoseconds, casebook_work *meanwhile, void *own,
                        bool *was_late) {
    *was_late = false;
    if (pthread_mutex_trylock(&desk) != 0) return work(context);
    if (!is_served()) {
        pthread_mutex_unlock(&desk);
        return work(context);
    }
    pthread_mutex_lock(&other.mutex);
    atomic_store_explicit(&other.is_done, false, memory_order_relaxed);
    other.work = work;
    other.context = context;
    pthread_mutex_unlock(&other.mutex);
    pthread_cond_signal(&other.asked);
    if (meanwhile != NULL) meanwhile(own);
    if (!looks_done(nanoseconds)) {
        *was_late = true;
        pthread_mutex_lock(&other.mutex);
        while (!atomic_load_explicit(&other.is_done, memory_order_acquire)) {
            pthread_cond_wait(&other.answered, &other.mutex);
        }
        pthread_mutex_unlock(&other.mutex);
    }
    int result = other.result;
    pthread_mutex_unlock(&desk);
    return result;
}
