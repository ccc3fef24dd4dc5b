#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

// The layout and values of <linux/openat2.h>, which older kernel headers lack.
struct open_how_v0 {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};

enum { RESOLVE_WITHOUT_MAGIC_LINKS = 0x02, RESOLVE_STAYING_BENEATH = 0x08 };

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

static const int always = O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

int cfiles_open_beneath(int folder, const char *path, int flags) {
    // With O_PATH the kernel refuses flags that have no meaning for it.
    int kept = (flags & O_PATH) ? O_CLOEXEC : always;
    struct open_how_v0 how = {
        .flags = (uint64_t)(unsigned)(flags | kept),
        .resolve = RESOLVE_STAYING_BENEATH | RESOLVE_WITHOUT_MAGIC_LINKS,
    };
    // EAGAIN: something was renamed while `..` was resolved, so that the kernel could not be sure.
    for (int attempt = 0; attempt < 16; attempt++) {
        long descriptor = syscall(SYS_openat2, folder, path, &how, sizeof how);
        if (descriptor >= 0) return (int)descriptor;
        if (errno != EAGAIN && errno != EINTR) return -errno;
    }
    return -EAGAIN;
}

int cfiles_open_component(int folder, const char *name, int flags) {
    int kept = (flags & O_PATH) ? O_CLOEXEC : always;
    for (;;) {
        int descriptor = openat(folder, name, flags | kept | O_NOFOLLOW);
        if (descriptor >= 0) return descriptor;
        if (errno != EINTR) return -errno;
    }
}

int cfiles_open_root(const char *path) {
    int descriptor = open(path, cfiles_place_flags() | O_CLOEXEC);
    return descriptor >= 0 ? descriptor : -errno;
}

int cfiles_place_flags(void) { return O_PATH | O_DIRECTORY; }

static int open_tmpfile(const char *folder) { return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); }

int cfiles_open_nameless(const char *folder) {
    int descriptor = open_tmpfile(folder);
    if (descriptor >= 0) return descriptor;
    // Not every file system knows O_TMPFILE.
    char path[4096];
    if (snprintf(path, sizeof path, "%s/casebook-XXXXXX", folder) >= (int)sizeof path) return -ENAMETOOLONG;
    descriptor = mkostemp(path, O_CLOEXEC);
    if (descriptor < 0) return -errno;
    unlink(path);
    return descriptor;
}

static void own_path(int descriptor, char path[32]) { snprintf(path, 32, "/proc/self/fd/%d", descriptor); }

int cfiles_open_draft(const char *folder) {
    int descriptor = open_tmpfile(folder);
    if (descriptor < 0) return -errno;
    char path[32];
    own_path(descriptor, path);
    // By this it gets its name later.
    if (access(path, F_OK) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    return -error;
}

int cfiles_name(int descriptor, const char *path) {
    char own[32];
    own_path(descriptor, own);
    return linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ? 0 : -errno;
}

int cfiles_processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

const void *cfiles_find(const void *text, size_t length, const void *needle, size_t needle_length) {
    return memmem(text, length, needle, needle_length);
}

// A program that was started without one of its three streams would get its number for the next file that it opens, and
// then print into that file or take it for its input. Here reading or writing the missing stream fails instead. It has to
// happen before anything else in the process opens a file, hence before main.
__attribute__((constructor)) static void cfiles_occupy_streams(void) {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) != -1) continue;
        // The lowest free number is the one that is missing: those below it are there.
        open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

int cfiles_status(int descriptor, const char *path, int follows, struct cfiles_status *status) {
    struct statx found;
    int folder = path[0] ? AT_FDCWD : descriptor;
    int flags = path[0] ? (follows ? 0 : AT_SYMLINK_NOFOLLOW) : AT_EMPTY_PATH;
    unsigned mask = STATX_TYPE | STATX_MODE | STATX_INO | STATX_SIZE | STATX_UID | STATX_GID;
    if (statx(folder, path, flags, mask, &found) != 0) {
        // Filters of older containers refuse what they do not know.
        if (errno != ENOSYS && errno != EPERM) return -errno;
        struct stat other;
        if (fstatat(folder, path, &other, flags) != 0) return -errno;
        status->device = other.st_dev;
        status->inode = other.st_ino;
        status->size = other.st_size;
        status->mode = other.st_mode;
        status->owner = other.st_uid;
        status->group = other.st_gid;
        return 0;
    }
    status->device = makedev(found.stx_dev_major, found.stx_dev_minor);
    status->inode = found.stx_ino;
    status->size = (int64_t)found.stx_size;
    status->mode = found.stx_mode;
    status->owner = found.stx_uid;
    status->group = found.stx_gid;
    return 0;
}

static int give_back(struct dl_phdr_info *program, size_t size, void *context) {
    (void)size, (void)context;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < program->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &program->dlpi_phdr[index];
        // What was ever written to would be lost.
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W)) continue;
        uintptr_t start = (program->dlpi_addr + part->p_vaddr) & ~(page - 1);
        uintptr_t end = program->dlpi_addr + part->p_vaddr + part->p_memsz;
        madvise((void *)start, end - start, MADV_DONTNEED);
    }
    // The first is the program itself; libraries are shared with others.
    return 1;
}

void cfiles_give_back_program(void) { dl_iterate_phdr(give_back, NULL); }

enum { MAPPING_SLOTS = 256 };

// What is mapped; a slot is free while `bytes` is 0. Looked at by a handler, so nothing but atomics.
static struct {
    _Atomic uintptr_t bytes;
    _Atomic size_t length;
    _Atomic int is_cut;
} mapping_slots[MAPPING_SLOTS];

static struct sigaction sigbus_before;
static uintptr_t page_size;
static pthread_once_t sigbus_once = PTHREAD_ONCE_INIT;
static int sigbus_error;

static void on_sigbus(int number, siginfo_t *info, void *context) {
    (void)context;
    int error = errno;
    uintptr_t place = (uintptr_t)info->si_addr;
    bool is_ours = false;
    // One that somebody sent has no address.
    for (size_t slot = 0; info->si_code > 0 && slot < MAPPING_SLOTS; slot++) {
        uintptr_t bytes = atomic_load(&mapping_slots[slot].bytes);
        size_t length = atomic_load(&mapping_slots[slot].length);
        // Below 2 stands a slot that is free, or is being filled or given back.
        if (bytes < 2 || place < bytes || place - bytes >= length) continue;
        // Another that is being given back may seem to be here too; it is then read once more for nothing.
        atomic_store(&mapping_slots[slot].is_cut, 1);
        is_ours = true;
    }
    void *page = (void *)(place & ~(page_size - 1));
    if (is_ours && mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == page) {
        errno = error;
        return;
    }
    // Not of a mapping: whoever was there before gets it, a fault when the same is tried once more.
    sigaction(number, &sigbus_before, NULL);
    if (info->si_code <= 0) raise(number);
    errno = error;
}

static void watch_sigbus(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {.sa_sigaction = on_sigbus, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGBUS, &action, &sigbus_before) != 0) sigbus_error = errno;
}

static int take_mapping_slot(void) {
    for (int slot = 0; slot < MAPPING_SLOTS; slot++) {
        uintptr_t is_free = 0;
        if (atomic_compare_exchange_strong(&mapping_slots[slot].bytes, &is_free, 1)) return slot;
    }
    return -1;
}

int cfiles_map(int descriptor, off_t offset, size_t length, struct cfiles_mapping *mapping) {
    pthread_once(&sigbus_once, watch_sigbus);
    if (sigbus_error != 0) return -sigbus_error;
    int slot = take_mapping_slot();
    if (slot < 0) return -EAGAIN;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_SHARED, descriptor, offset);
    if (bytes == MAP_FAILED) {
        int error = errno;
        atomic_store(&mapping_slots[slot].bytes, 0);
        return -error;
    }
    atomic_store(&mapping_slots[slot].is_cut, 0);
    atomic_store(&mapping_slots[slot].length, length);
    atomic_store(&mapping_slots[slot].bytes, (uintptr_t)bytes);
    *mapping = (struct cfiles_mapping){.bytes = bytes, .length = length, .slot = slot};
    return 0;
}

void cfiles_touch(const struct cfiles_mapping *mapping, size_t start, size_t end) {
    for (size_t place = start; place < end; place += 64 << 10) {
        (void)*(const volatile uint8_t *)(mapping->bytes + place);
    }
}

void cfiles_give_back(const struct cfiles_mapping *mapping, size_t start, size_t end) {
    start &= ~(page_size - 1);
    end &= ~(page_size - 1);
    if (start < end) madvise((void *)(uintptr_t)(mapping->bytes + start), end - start, MADV_DONTNEED);
}

int cfiles_mapping_is_cut(const struct cfiles_mapping *mapping) {
    return atomic_load(&mapping_slots[mapping->slot].is_cut);
}

void cfiles_unmap(const struct cfiles_mapping *mapping) {
    // The next who maps may get the same addresses before this returns.
    atomic_store(&mapping_slots[mapping->slot].bytes, 1);
    munmap((void *)(uintptr_t)mapping->bytes, mapping->length);
    atomic_store(&mapping_slots[mapping->slot].bytes, 0);
}
