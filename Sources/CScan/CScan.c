#define _GNU_SOURCE
#include "CScan.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BUCKETS = 8, WINDOW = 3, RARE = 3, FEW = 4 };

typedef struct {
    const uint8_t *bytes;
    size_t length;
    // How far behind the text's beginning its window stands: the rarest bytes in a row that it has.
    size_t shift;
    // Where its rarest bytes stand, the rarest first; the last again where it has fewer.
    size_t rare[RARE];
} needle;

struct cscan_texts {
    size_t count;
    size_t window;
    bool ignores_case;
    // For each byte of the window the buckets whose texts may have it, by its lower and its upper four bits.
    uint8_t low[WINDOW][16];
    uint8_t high[WINDOW][16];
    size_t begins[BUCKETS + 1];
    size_t longest;
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

static void choose_rare(needle *text) {
    for (size_t nth = 0; nth < RARE; nth++) {
        text->rare[nth] = nth == 0 ? 0 : text->rare[nth - 1];
        unsigned best = ~0u;
        for (size_t place = 0; place < text->length; place++) {
            bool is_taken = false;
            for (size_t earlier = 0; earlier < nth; earlier++) is_taken |= text->rare[earlier] == place;
            if (is_taken || commonness(text->bytes[place]) >= best) continue;
            best = commonness(text->bytes[place]);
            text->rare[nth] = place;
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
    for (size_t index = 0; index < total; index++) {
        texts->storage[index] = ignores_case ? lower(bytes[index]) : bytes[index];
    }
    const uint8_t *next = texts->storage;
    for (size_t index = 0; index < count; index++) {
        texts->needles[index] = (needle){.bytes = next, .length = lengths[index]};
        choose_window(&texts->needles[index], shortest);
        choose_rare(&texts->needles[index]);
        if (lengths[index] > texts->longest) texts->longest = lengths[index];
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
    __m256i first = _mm256_set1_epi8((char)wanted->bytes[wanted->rare[0]]);
    __m256i second = _mm256_set1_epi8((char)wanted->bytes[wanted->rare[1]]);
    const uint8_t *one = text + wanted->rare[0], *two = text + wanted->rare[1];
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

#define AVX512 __attribute__((target("avx512f,avx512bw")))

// A few texts whose case counts: the two rarest bytes of each at once, 64 places a round; its third where those stand.
//
// `count` is a constant where this is called, so that the loops over the texts are unrolled.
AVX512 static inline __attribute__((always_inline)) size_t find_few(const cscan_texts *texts, const uint8_t *text,
                                                                    size_t length, size_t start, size_t count) {
    __m512i one[FEW], two[FEW], three[FEW];
    const uint8_t *at_one[FEW], *at_two[FEW], *at_three[FEW];
    for (size_t index = 0; index < count; index++) {
        const needle *wanted = &texts->needles[index];
        one[index] = _mm512_set1_epi8((char)wanted->bytes[wanted->rare[0]]);
        two[index] = _mm512_set1_epi8((char)wanted->bytes[wanted->rare[1]]);
        three[index] = _mm512_set1_epi8((char)wanted->bytes[wanted->rare[2]]);
        at_one[index] = text + wanted->rare[0];
        at_two[index] = text + wanted->rare[1];
        at_three[index] = text + wanted->rare[2];
    }
    size_t place = start;
    for (; place + texts->longest + 64 <= length; place += 64) {
        __mmask64 masks[FEW], any = 0;
        for (size_t index = 0; index < count; index++) {
            masks[index] = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at_one[index] + place), one[index]);
            masks[index] &= _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at_two[index] + place), two[index]);
            any |= masks[index];
        }
        if (any == 0) continue;
        size_t first = length;
        for (size_t index = 0; index < count; index++) {
            const needle *wanted = &texts->needles[index];
            uint64_t places = masks[index];
            places &= _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at_three[index] + place), three[index]);
            for (; places != 0; places &= places - 1) {
                size_t begin = place + (size_t)__builtin_ctzll(places);
                if (begin >= first) break;
                if (memcmp(text + begin, wanted->bytes, wanted->length) == 0) first = begin;
            }
        }
        if (first != length) return first;
    }
    size_t end = length >= texts->window ? length - texts->window + 1 : 0;
    return find_slowly(texts, text, length, place, place, end);
}

AVX512 static size_t find_few_wide(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start) {
    switch (texts->count) {
    case 1: return find_few(texts, text, length, start, 1);
    case 2: return find_few(texts, text, length, start, 2);
    case 3: return find_few(texts, text, length, start, 3);
    default: return find_few(texts, text, length, start, FEW);
    }
}

// The same as `find_any`, 64 places a round.
AVX512 static size_t find_any_wide(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start) {
    __m512i low[WINDOW], high[WINDOW];
    for (size_t index = 0; index < WINDOW; index++) {
        low[index] = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)texts->low[index]));
        high[index] = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)texts->high[index]));
    }
    __m512i nibble = _mm512_set1_epi8(15);
    size_t place = start, window = texts->window;
    while (place + 64 + WINDOW <= length) {
        __m512i buckets = _mm512_set1_epi8(-1);
        for (size_t index = 0; index < window; index++) {
            __m512i bytes = _mm512_loadu_si512(text + place + index);
            __m512i by_low = _mm512_shuffle_epi8(low[index], _mm512_and_si512(bytes, nibble));
            __m512i by_high = _mm512_shuffle_epi8(high[index], _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble));
            // Of three values what all of them have.
            buckets = _mm512_ternarylogic_epi64(buckets, by_low, by_high, 0x80);
        }
        uint64_t places = _mm512_test_epi8_mask(buckets, buckets);
        if (places != 0) {
            uint8_t each[64];
            _mm512_storeu_si512(each, buckets);
            while (places != 0) {
                size_t index = (size_t)__builtin_ctzll(places);
                size_t found = verify(texts, each[index], text, length, start, place + index);
                if (found != length) return found;
                places &= places - 1;
            }
        }
        place += 64;
    }
    size_t end = length >= window ? length - window + 1 : 0;
    return find_slowly(texts, text, length, start, place, end);
}

AVX2 static size_t count_newlines(const uint8_t *text, size_t length, size_t *place) {
    __m256i newline = _mm256_set1_epi8('\n'), zero = _mm256_setzero_si256(), total = zero;
    while (length - *place >= 64) {
        // A lane counts at most 255 before it is added up.
        size_t rounds = (length - *place) / 64 < 127 ? (length - *place) / 64 : 127;
        __m256i lanes = zero;
        for (size_t round = 0; round < rounds; round++) {
            const uint8_t *at = text + *place;
            lanes = _mm256_sub_epi8(lanes, _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)at), newline));
            lanes = _mm256_sub_epi8(lanes, _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(at + 32)), newline));
            *place += 64;
        }
        total = _mm256_add_epi64(total, _mm256_sad_epu8(lanes, zero));
    }
    uint64_t sums[4];
    _mm256_storeu_si256((void *)sums, total);
    return sums[0] + sums[1] + sums[2] + sums[3];
}

#endif

size_t cscan_newlines(const uint8_t *text, size_t length) {
    size_t place = 0, count = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) count = count_newlines(text, length, &place);
#endif
    for (; place < length; place++) count += text[place] == '\n';
    return count;
}

size_t cscan_first(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start) {
    if (start >= length) return length;
    bool is_plain = texts->count == 1 && !texts->ignores_case && texts->needles[0].length > 1;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) {
        bool are_few = texts->count <= FEW && !texts->ignores_case;
        return are_few ? find_few_wide(texts, text, length, start) : find_any_wide(texts, text, length, start);
    }
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
