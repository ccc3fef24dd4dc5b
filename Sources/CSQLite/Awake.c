// Waiting without falling asleep.
//
// A processor that slept while the disk wrote goes on with cold caches, and whoever slept is woken late. Another
// thread therefore makes the call that waits, and who wants it looks whether it is done, for as long as it was told to;
// what takes longer is slept through.
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
    enum { NOT_MADE, THERE, IMPOSSIBLE } state;
    // Guards what is asked, and both waits.
    pthread_mutex_t mutex;
    pthread_cond_t asked, answered;
    casebook_call *call;
    void *context;
    // The result is there once it is done; who looks need not wait for the mutex.
    int result;
    atomic_bool is_done;
} other = {.mutex = PTHREAD_MUTEX_INITIALIZER, .asked = PTHREAD_COND_INITIALIZER, .answered = PTHREAD_COND_INITIALIZER};

static void *serve(void *nothing) {
    pthread_mutex_lock(&other.mutex);
    while (true) {
        while (other.call == NULL) pthread_cond_wait(&other.asked, &other.mutex);
        casebook_call *call = other.call;
        void *context = other.context;
        other.call = NULL;
        pthread_mutex_unlock(&other.mutex);
        other.result = call(context);
        atomic_store_explicit(&other.is_done, true, memory_order_release);
        pthread_mutex_lock(&other.mutex);
        pthread_cond_signal(&other.answered);
    }
    return nothing;
}

// Makes the other thread, which takes no signals, if it is not there.
static bool is_served(void) {
    if (other.state != NOT_MADE) return other.state == THERE;
    other.state = IMPOSSIBLE;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    if (pthread_create(&thread, &attributes, serve, NULL) == 0) other.state = THERE;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return other.state == THERE;
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

static void sleep_until_done(void) {
    pthread_mutex_lock(&other.mutex);
    while (!atomic_load_explicit(&other.is_done, memory_order_acquire)) {
        pthread_cond_wait(&other.answered, &other.mutex);
    }
    pthread_mutex_unlock(&other.mutex);
}

casebook_wait casebook_call_awake(casebook_call *call, void *context, int64_t nanoseconds, casebook_work *meanwhile,
                                  void *own, int *result) {
    bool is_free = pthread_mutex_trylock(&desk) == 0;
    if (!is_free || !is_served()) {
        if (is_free) pthread_mutex_unlock(&desk);
        *result = call(context);
        return CASEBOOK_WAIT_PLAIN;
    }
    pthread_mutex_lock(&other.mutex);
    atomic_store_explicit(&other.is_done, false, memory_order_relaxed);
    other.call = call;
    other.context = context;
    pthread_mutex_unlock(&other.mutex);
    pthread_cond_signal(&other.asked);
    if (meanwhile != NULL) meanwhile(own);
    casebook_wait wait = looks_done(nanoseconds) ? CASEBOOK_WAIT_AWAKE : CASEBOOK_WAIT_LATE;
    if (wait == CASEBOOK_WAIT_LATE) sleep_until_done();
    *result = other.result;
    pthread_mutex_unlock(&desk);
    return wait;
}
