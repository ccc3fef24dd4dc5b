// A plain C face for RE2. No C++ exception leaves these functions.
#ifndef CASEBOOK_CRE2_H
#define CASEBOOK_CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_regex cre2_regex;
typedef struct cre2_set cre2_set;

enum {
    CRE2_CASE_INSENSITIVE = 1 << 0,
    CRE2_LITERAL = 1 << 1,
    CRE2_DOT_MATCHES_NEWLINE = 1 << 2,
    CRE2_MULTILINE = 1 << 3,
    CRE2_LATIN1 = 1 << 4,
    CRE2_LONGEST_MATCH = 1 << 5,
    CRE2_SINGLE_LINE = 1 << 6,
};

enum {
    CRE2_UNANCHORED = 0,
    CRE2_ANCHOR_START = 1,
    CRE2_ANCHOR_BOTH = 2,
};

/// A submatch as byte offsets into the text; `start` is -1 where the group took no part.
typedef struct {
    int64_t start;
    int64_t end;
} cre2_range;

/// Compiles a pattern. Returns NULL only when memory is short; see `cre2_error_code`.
cre2_regex *cre2_new(const char *pattern, size_t length, uint32_t options, int64_t max_memory);
void cre2_delete(cre2_regex *regex);

/// RE2's error code, 0 when the pattern compiled.
int cre2_error_code(const cre2_regex *regex);
const char *cre2_error_text(const cre2_regex *regex);
/// The part of the pattern that the error is about, not terminated by a zero.
const char *cre2_error_argument(const cre2_regex *regex, size_t *length);

int cre2_capture_count(const cre2_regex *regex);
/// The name of a capturing group counted from 1, or NULL when it has none.
const char *cre2_capture_name(const cre2_regex *regex, int index);

/// Searches `text` from `start`. Returns 1 on a match, 0 on none, -1 when the search could not be done.
int cre2_match(const cre2_regex *regex, const char *text, size_t length, size_t start, int anchor,
               cre2_range *ranges, int count);

cre2_set *cre2_set_new(uint32_t options, int64_t max_memory, int anchor);
void cre2_set_delete(cre2_set *set);
/// Adds a pattern and returns its index, or -1.
int cre2_set_add(cre2_set *set, const char *pattern, size_t length);
bool cre2_set_compile(cre2_set *set);
/// Writes at most `capacity` matching indices and returns how many matched, or -1 when the automaton ran out of memory.
int cre2_set_match(const cre2_set *set, const char *text, size_t length, int32_t *indices, int capacity);

#ifdef __cplusplus
}
#endif

#endif
