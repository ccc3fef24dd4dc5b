#ifndef CFILES_H
#define CFILES_H

#include <stddef.h>
#include <stdint.h>

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

/// The first place of `needle` in `text`, or NULL: memmem(3), which Glibc hides from Swift.
const void *cfiles_find(const void *text, size_t length, const void *needle, size_t needle_length);

#endif
