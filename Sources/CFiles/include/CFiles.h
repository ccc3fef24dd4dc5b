#ifndef CFILES_H
#define CFILES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Opens `path` beneath `folder` with openat2(2): no component, link or `..` can lead out of the folder.
///
/// The descriptor is close-on-exec, never blocks and never becomes a controlling terminal.
/// Returns the descriptor, or an errno value negated; -ENOSYS where the kernel or a filter knows no openat2.
int cfiles_open_beneath(int folder, const char *path, int flags);

/// Opens one component of a path in `folder` without following a link; the result is as above.
int cfiles_open_component(int folder, const char *name, int flags);

/// Opens the folder at an absolute path for its place alone; the result is as above.
int cfiles_open_root(const char *path);

/// The flags of a folder that is opened for its place alone, which Glibc hides from Swift.
int cfiles_place_flags(void);

/// Opens a file without a name in a folder, to be written and read again; the result is as above.
int cfiles_open_nameless(const char *folder);

/// The same for a file that `cfiles_name` gives a name when it is whole; an error where the file system has no such files.
int cfiles_open_draft(const char *folder);

/// Gives a draft a name in its file system, which must not be there yet; returns 0, or an errno value negated.
int cfiles_name(int descriptor, const char *path);

/// How many processors this process may use.
int cfiles_processors(void);

/// The first place of `needle` in `text`, or NULL: memmem(3), which Glibc hides from Swift.
const void *cfiles_find(const void *text, size_t length, const void *needle, size_t needle_length);

/// What a file is and how long, without its times.
struct cfiles_status {
    uint64_t device;
    uint64_t inode;
    int64_t size;
    uint32_t mode;
    uint32_t owner;
    uint32_t group;
};

/// Describes the file at a path, or with an empty path the one behind `descriptor`; returns 0, or an errno value negated.
///
/// The times are not asked for: Linux from 6.13 on gives a file whose times were asked finer ones at its next write, and
/// that write then has to put the inode onto the disk too (https://docs.kernel.org/filesystems/multigrain-ts.html).
int cfiles_status(int descriptor, const char *path, int follows, struct cfiles_status *status);

/// A part of a file that is seen as memory, and survives the file's being cut.
struct cfiles_mapping {
    const uint8_t *bytes;
    size_t length;
    int slot;
};

/// Maps a part of a file to be read; `offset` is a multiple of the page size. Returns 0, or an errno value negated: then the
/// part has to be read. -EAGAIN where as many parts are mapped as can be watched.
///
/// Where the file ends meanwhile, or its disk fails, the kernel sends SIGBUS to whoever looks. A handler then puts zeros in
/// the place of what is gone and remembers it, as systemd's journal does
/// (https://github.com/systemd/systemd/blob/main/src/basic/sigbus.c). A SIGBUS from anywhere else is left to who was there before.
int cfiles_map(int descriptor, off_t offset, size_t length, struct cfiles_mapping *mapping);

/// Looks at a part of a mapping once in 64 KiB, of which the kernel then shows the whole: one fault after the other costs less
/// than each at its time, and less than MAP_POPULATE does, which walks from page to page.
void cfiles_touch(const struct cfiles_mapping *mapping, size_t start, size_t end);

/// Gives the pages of a part of a mapping back, but for the one that goes on behind it.
///
/// Other threads go on meanwhile, which munmap(2) makes wait for each other.
void cfiles_give_back(const struct cfiles_mapping *mapping, size_t start, size_t end);

/// Whether something that was looked at was not there; what was found in the whole part is then worth nothing.
int cfiles_mapping_is_cut(const struct cfiles_mapping *mapping);

/// Ends a mapping.
void cfiles_unmap(const struct cfiles_mapping *mapping);

/// Gives the pages of the program's own code and constants back to the kernel, which has them from its file.
///
/// What is used again comes back by itself, without the disk as long as the kernel keeps the file's pages.
void cfiles_give_back_program(void);

#endif
