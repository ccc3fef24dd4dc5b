// Finds texts in bytes at the speed of memory, several at once.
#ifndef CASEBOOK_CSCAN_H
#define CASEBOOK_CSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Texts that are looked for together; may be shared by threads.
typedef struct cscan_texts cscan_texts;

/// The most texts of one set.
enum { CSCAN_MAXIMUM_TEXTS = 512 };

/// Prepares texts, which stand one behind the other in `bytes`, none empty. Returns NULL when memory is short.
///
/// With `ignores_case` the case of ASCII letters does not count.
cscan_texts *cscan_new(const uint8_t *bytes, const size_t *lengths, size_t count, bool ignores_case);
void cscan_delete(cscan_texts *texts);

/// How many line feeds stand in front of a place.
typedef struct {
    size_t place;
    size_t newlines;
} cscan_count;

/// Counts on to a place; one that lies behind is left as it is.
void cscan_count_to(cscan_count *count, const uint8_t *text, size_t place);

/// Where one of the texts begins at or after `start`; `length` when none does.
///
/// It is not always the leftmost of all: texts of different lengths that overlap may be told in another order. Line feeds are
/// counted on the way, at least up to `start`, and nowhere beyond the line in which the text stands.
size_t cscan_first(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start, cscan_count *count);

/// How many line feeds the bytes hold.
size_t cscan_newlines(const uint8_t *text, size_t length);

/// Where the first line begins, of that at `start` and those below, whose eight bytes from `place` on are not `word`;
/// `length` when there is none.
size_t cscan_line_unlike(const uint8_t *text, size_t length, size_t start, size_t place, uint64_t word);

/// Whether the bytes are nothing but printable ASCII and tabs.
bool cscan_is_plain(const uint8_t *text, size_t length);

#endif
