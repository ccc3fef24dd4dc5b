// Unpacks gzip, Zstandard and XZ by the system's libraries, piece by piece.
#ifndef CASEBOOK_CUNPACK_H
#define CASEBOOK_CUNPACK_H

#include <stddef.h>
#include <stdint.h>

typedef struct cunpack cunpack;

enum { CUNPACK_GZIP = 1, CUNPACK_ZSTD = 2, CUNPACK_XZ = 3 };

enum {
    /// Goes on with more input or more room.
    CUNPACK_GOES_ON = 0,
    /// A stream has ended; another may follow.
    CUNPACK_ENDED = 1,
    /// The bytes are not what they should be.
    CUNPACK_BROKEN = -1,
    /// It asks for more memory than it gets.
    CUNPACK_TOO_LARGE = -2,
};

/// Returns NULL when memory is short.
cunpack *cunpack_new(int kind);
void cunpack_delete(cunpack *state);

/// Unpacks from `input` into `output`; tells how much of each was used. With `is_last` no more input will come.
int cunpack_step(cunpack *state, const uint8_t *input, size_t input_length, size_t *used, uint8_t *output,
                 size_t output_length, size_t *made, int is_last);

/// When what is packed was last written, as the stream that was begun last says, in seconds since 1970; 0 when it does not.
uint32_t cunpack_time(const cunpack *state);

#endif
