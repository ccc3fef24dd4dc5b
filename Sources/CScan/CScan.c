#define _GNU_SOURCE
#include "CScan.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BUCKETS = 8, WINDOW = 3 };

typedef struct {
    const uint8_t *bytes;
    size_t length;
    // How far behind the text's beginning its window stands: the rarest bytes in a row that it has.
    size_t shift;
} needle;

struct cscan_texts {
    size_t count;
    size_t window;
    bool ignores_case;
    // For each byte of the window the buckets whose texts may have it, by its lower and its upper four bits.
    uint8_t low[WINDOW][16];
    uint8_t high[WINDOW][16];
    size_t begins[BUCKETS + 1];
    // Of a single text whose case counts: the places of its two rarest bytes.
    size_t first_rare, second_rare;
    needle *needles;
    uint8_t *storage;
};

static uint8_t lower(uint8_t byte) { return (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte; }

// How common a byte is in logs, roughly.
static unsigned commonness(uint8_t byte) {
    if (byte == ' ') return 100;
    if (byte - (unsigned)'0' < 10) return 80;
    if (strchr("etaoinrsl", byte) != NULL && byte != 0) return 70;
    if (strchr(":.-/=\",", byte) != NULL && byte != 0) return 60;
    if (byte - (unsigned)'a' < 26) return strchr("qzxjkwvy", byte) != NULL ? 25 : 45;
    if (byte - (unsigned)'A' < 26) return 35;
    return byte < 0x20 ? 1 : 15;
}

static int by_window(const void *left, const void *right) {
    const needle *a = left, *b = right;
    return memcmp(a->bytes + a->shift, b->bytes + b->shift, 1);
}

static void choose_window(needle *text, size_t window) {
    unsigned best = ~0u;
    for (size_t shift = 0; shift + window <= text->length; shift++) {
        unsigned sum = 0;
        for (size_t index = 0; index < window; index++) {
            unsigned each = commonness(text->bytes[shift + index]);
            sum += each * each;
        }
        if (sum < best) {
            best = sum;
            text->shift = shift;
        }
    }
}

static void add_byte(cscan_texts *texts, size_t place, uint8_t byte, uint8_t bit) {
    texts->low[place][byte & 15] |= bit;
    texts->high[place][byte >> 4] |= bit;
}

cscan_texts *cscan_new(const uint8_t *bytes, const size_t *lengths, size_t count, bool ignores_case) {
    if (count == 0 || count > CSCAN_MAXIMUM_TEXTS) return NULL;
    size_t total = 0, shortest = WINDOW;
    for (size_t index = 0; index < count; index++) {
        if (lengths[index] == 0) return NULL;
        total += lengths[index];
        if (lengths[index] < shortest) shortest = lengths[index];
    }
    cscan_texts *texts = calloc(1, sizeof *texts);
    if (texts == NULL) return NULL;
    texts->needles = calloc(count, sizeof *texts->needles);
    texts->storage = malloc(total);
    if (texts->needles == NULL || texts->storage == NULL) {
        cscan_delete(texts);
        return NULL;
    }
    texts->count = count;
    texts->window = shortest;
    texts->ignores_case = ignores_case;
    for (size_t index = 0; index < total; index++) texts->storage[index] = ignores_case ? lower(bytes[index]) : bytes[index];
    const uint8_t *next = texts->storage;
    for (size_t index = 0; index < count; index++) {
        texts->needles[index] = (needle){.bytes = next, .length = lengths[index]};
        choose_window(&texts->needles[index], shortest);
        next += lengths[index];
    }
    qsort(texts->needles, count, sizeof *texts->needles, by_window);
    for (size_t bucket = 0; bucket <= BUCKETS; bucket++) texts->begins[bucket] = bucket * count / BUCKETS;
    for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
        uint8_t bit = (uint8_t)(1u << bucket);
        for (size_t index = texts->begins[bucket]; index < texts->begins[bucket + 1]; index++) {
            const needle *text = &texts->needles[index];
            for (size_t place = 0; place < shortest; place++) {
                uint8_t byte = text->bytes[text->shift + place];
                add_byte(texts, place, byte, bit);
                if (ignores_case && byte - (unsigned)'a' < 26) add_byte(texts, place, byte & 0xDF, bit);
            }
        }
    }
    const needle *only = &texts->needles[0];
    for (size_t index = 1; index < only->length; index++) {
        if (commonness(only->bytes[index]) < commonness(only->bytes[texts->first_rare])) texts->first_rare = index;
    }
    texts->second_rare = texts->first_rare == 0 ? only->length - 1 : 0;
    for (size_t index = 0; index < only->length; index++) {
        bool is_rarer = commonness(only->bytes[index]) < commonness(only->bytes[texts->second_rare]);
        if (index != texts->first_rare && is_rarer) texts->second_rare = index;
    }
    return texts;
}

void cscan_delete(cscan_texts *texts) {
    if (texts == NULL) return;
    free(texts->needles);
    free(texts->storage);
    free(texts);
}

static bool stands(const cscan_texts *texts, const needle *wanted, const uint8_t *at) {
    if (!texts->ignores_case) return memcmp(at, wanted->bytes, wanted->length) == 0;
    for (size_t index = 0; index < wanted->length; index++) {
        if (lower(at[index]) != wanted->bytes[index]) return false;
    }
    return true;
}

// The beginning of a text of these buckets whose window is at `place`; `length` when there is none.
static size_t verify(const cscan_texts *texts, unsigned buckets, const uint8_t *text, size_t length, size_t start,
                     size_t place) {
    while (buckets != 0) {
        unsigned bucket = (unsigned)__builtin_ctz(buckets);
        buckets &= buckets - 1;
        for (size_t index = texts->begins[bucket]; index < texts->begins[bucket + 1]; index++) {
            const needle *wanted = &texts->needles[index];
            if (place < start + wanted->shift) continue;
            size_t begin = place - wanted->shift;
            if (length - begin < wanted->length) continue;
            if (stands(texts, wanted, text + begin)) return begin;
        }
    }
    return length;
}

// The windows that begin from `place` up to `end`, one by one.
static size_t find_slowly(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start, size_t place,
                          size_t end) {
    for (; place < end; place++) {
        unsigned buckets = 0xFF;
        for (size_t index = 0; index < texts->window; index++) {
            uint8_t byte = text[place + index];
            buckets &= texts->low[index][byte & 15] & texts->high[index][byte >> 4];
        }
        if (buckets == 0) continue;
        size_t found = verify(texts, buckets, text, length, start, place);
        if (found != length) return found;
    }
    return length;
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))

// One text whose case counts: its two rarest bytes at once, 64 places a round.
AVX2 static size_t find_one(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start) {
    const needle *wanted = &texts->needles[0];
    size_t place = start;
    __m256i first = _mm256_set1_epi8((char)wanted->bytes[texts->first_rare]);
    __m256i second = _mm256_set1_epi8((char)wanted->bytes[texts->second_rare]);
    const uint8_t *one = text + texts->first_rare, *two = text + texts->second_rare;
    while (place + wanted->length + 64 <= length) {
        __m256i left = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(one + place)), first),
                                        _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(two + place)), second));
        __m256i right =
            _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(one + place + 32)), first),
                             _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(two + place + 32)), second));
        uint64_t places = (uint32_t)_mm256_movemask_epi8(left) | (uint64_t)(uint32_t)_mm256_movemask_epi8(right) << 32;
        while (places != 0) {
            size_t begin = place + (size_t)__builtin_ctzll(places);
            if (memcmp(text + begin, wanted->bytes, wanted->length) == 0) return begin;
            places &= places - 1;
        }
        place += 64;
    }
    const uint8_t *rest = memmem(text + place, length - place, wanted->bytes, wanted->length);
    return rest == NULL ? length : (size_t)(rest - text);
}

// Several texts, after Teddy (https://github.com/BurntSushi/aho-corasick, packed/teddy): the buckets of each place are
// what the tables say of each byte of its window.
AVX2 static size_t find_any(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start) {
    __m256i low[WINDOW], high[WINDOW];
    for (size_t index = 0; index < WINDOW; index++) {
        low[index] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)texts->low[index]));
        high[index] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)texts->high[index]));
    }
    __m256i nibble = _mm256_set1_epi8(15), none = _mm256_setzero_si256();
    size_t place = start, window = texts->window;
    while (place + 32 + WINDOW <= length) {
        __m256i buckets = _mm256_set1_epi8(-1);
        for (size_t index = 0; index < window; index++) {
            __m256i bytes = _mm256_loadu_si256((const void *)(text + place + index));
            __m256i by_low = _mm256_shuffle_epi8(low[index], _mm256_and_si256(bytes, nibble));
            __m256i by_high =
                _mm256_shuffle_epi8(high[index], _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
            buckets = _mm256_and_si256(buckets, _mm256_and_si256(by_low, by_high));
        }
        uint32_t places = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(buckets, none));
        if (places != 0) {
            uint8_t each[32];
            _mm256_storeu_si256((void *)each, buckets);
            while (places != 0) {
                size_t index = (size_t)__builtin_ctz(places);
                size_t found = verify(texts, each[index], text, length, start, place + index);
                if (found != length) return found;
                places &= places - 1;
            }
        }
        place += 32;
    }
    size_t end = length >= window ? length - window + 1 : 0;
    return find_slowly(texts, text, length, start, place, end);
}

#endif

size_t cscan_first(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start) {
    if (start >= length) return length;
    bool is_plain = texts->count == 1 && !texts->ignores_case && texts->needles[0].length > 1;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        return is_plain ? find_one(texts, text, length, start) : find_any(texts, text, length, start);
    }
#endif
    if (is_plain) {
        const needle *wanted = &texts->needles[0];
        const uint8_t *found = memmem(text + start, length - start, wanted->bytes, wanted->length);
        return found == NULL ? length : (size_t)(found - text);
    }
    size_t end = length >= texts->window ? length - texts->window + 1 : 0;
    return find_slowly(texts, text, length, start, start, end);
}
