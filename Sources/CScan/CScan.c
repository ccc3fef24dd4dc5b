#define _GNU_SOURCE
#include "CScan.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BUCKETS = 8, WINDOW = 3, FEW = 4 };

// How many bytes ahead a text is asked for, and how long it has to be for that: what is asked for behind its end, which
// may be of no use, is then an eighth of it at the most.
enum { REACH = 8 << 10, LONG = 64 << 10 };

typedef struct {
    const uint8_t *bytes;
    size_t length;
    // How far behind the text's beginning its window stands: the rarest bytes in a row that it has.
    size_t shift;
    // Where the two rarest bytes stand, less than 64 apart; the same place twice where it has but one byte.
    size_t near, far;
} needle;

struct cscan_texts {
    size_t count;
    size_t window;
    bool ignores_case;
    // How many pairs of rare bytes there are: one when all texts have the same, else one for each.
    size_t pairs;
    // For each byte of the window the buckets whose texts may have it, by its lower and its upper four bits.
    uint8_t low[WINDOW][16];
    uint8_t high[WINDOW][16];
    size_t begins[BUCKETS + 1];
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

// Below twice this, two bytes that stand in a distance of each other are rare enough.
enum { ORDINARY = 50 };

// The place from `from` to `end` whose byte is the rarest, of those that all texts have in common; `taken` is not looked at.
static size_t rarest(const needle *texts, size_t count, size_t from, size_t end, size_t taken) {
    size_t found = taken;
    unsigned best = ~0u;
    for (size_t place = from; place < end; place++) {
        uint8_t byte = texts[0].bytes[place];
        bool is_common = place != taken && commonness(byte) < best;
        for (size_t index = 1; is_common && index < count; index++) {
            is_common = place < texts[index].length && texts[index].bytes[place] == byte;
        }
        if (!is_common) continue;
        best = commonness(byte);
        found = place;
    }
    return found;
}

// Whether these texts have such a pair at all.
static bool choose_pair(needle *texts, size_t count) {
    size_t length = texts[0].length;
    size_t first = rarest(texts, count, 0, length, length);
    if (first == length) return false;
    size_t end = first + 64 < length ? first + 64 : length;
    size_t second = rarest(texts, count, first < 63 ? 0 : first - 63, end, first);
    unsigned both = commonness(texts[0].bytes[first]) + commonness(texts[0].bytes[second]);
    if (count > 1 && (second == first || both > 2 * ORDINARY)) return false;
    for (size_t index = 0; index < count; index++) {
        texts[index].near = first < second ? first : second;
        texts[index].far = first < second ? second : first;
    }
    return true;
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
        choose_pair(&texts->needles[index], 1);
        next += lengths[index];
    }
    texts->pairs = choose_pair(texts->needles, count) ? 1 : count;
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

static inline __attribute__((always_inline)) size_t bits(uint64_t mask) { return (size_t)__builtin_popcountll(mask); }

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

typedef struct {
    __m256i left, right;
} two_halves;

AVX2 static inline two_halves load_halves(const uint8_t *at) {
    return (two_halves){_mm256_loadu_si256((const void *)at), _mm256_loadu_si256((const void *)(at + 32))};
}

AVX2 static inline uint64_t equal_halves(two_halves block, __m256i wanted) {
    uint32_t left = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block.left, wanted));
    uint32_t right = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block.right, wanted));
    return left | (uint64_t)right << 32;
}

#define TARGET AVX2
#define NAME(name) name##_in_halves
#define BLOCK two_halves
#define VECTOR __m256i
#define LOAD load_halves
#define ALL(byte) _mm256_set1_epi8((char)(byte))
#define EQUAL equal_halves
#include "few.h"

// Several texts, after Teddy (https://github.com/BurntSushi/aho-corasick, packed/teddy): the buckets of each place are
// what the tables say of each byte of its window.
AVX2 static size_t find_any(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start,
                            cscan_count *count) {
    __m256i newline = _mm256_set1_epi8('\n'), low[WINDOW], high[WINDOW];
    for (size_t index = 0; index < WINDOW; index++) {
        low[index] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)texts->low[index]));
        high[index] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)texts->high[index]));
    }
    __m256i nibble = _mm256_set1_epi8(15), none = _mm256_setzero_si256();
    size_t place = start, window = texts->window;
    while (place + 32 + WINDOW <= length) {
        __m256i buckets = _mm256_set1_epi8(-1);
        size_t lines = 0;
        for (size_t index = 0; index < window; index++) {
            __m256i bytes = _mm256_loadu_si256((const void *)(text + place + index));
            if (index == 0) lines = bits((uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, newline)));
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
        *count = (cscan_count){place, count->newlines + lines};
    }
    size_t end = length >= window ? length - window + 1 : 0;
    return find_slowly(texts, text, length, start, place, end);
}

#define AVX512 __attribute__((target("avx512f,avx512bw,bmi,bmi2,popcnt")))

AVX512 static inline __m512i load_whole(const uint8_t *at) { return _mm512_loadu_si512(at); }

AVX512 static inline uint64_t equal_whole(__m512i block, __m512i wanted) {
    return _mm512_cmpeq_epi8_mask(block, wanted);
}

#define TARGET AVX512
#define NAME(name) name##_in_whole
#define BLOCK __m512i
#define VECTOR __m512i
#define LOAD load_whole
#define ALL(byte) _mm512_set1_epi8((char)(byte))
#define EQUAL equal_whole
#include "few.h"

// The same as `find_any`, 64 places a round.
AVX512 static size_t find_any_wide(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start,
                                   cscan_count *count) {
    __m512i newline = _mm512_set1_epi8('\n'), low[WINDOW], high[WINDOW];
    for (size_t index = 0; index < WINDOW; index++) {
        low[index] = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)texts->low[index]));
        high[index] = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)texts->high[index]));
    }
    __m512i nibble = _mm512_set1_epi8(15);
    size_t place = start, window = texts->window;
    while (place + 64 + WINDOW <= length) {
        __m512i buckets = _mm512_set1_epi8(-1);
        size_t lines = 0;
        for (size_t index = 0; index < window; index++) {
            __m512i bytes = _mm512_loadu_si512(text + place + index);
            if (index == 0) lines = bits(_mm512_cmpeq_epi8_mask(bytes, newline));
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
        *count = (cscan_count){place, count->newlines + lines};
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

bool cscan_is_plain(const uint8_t *text, size_t length) {
    uint8_t others = 0;
    // Without a branch, so that the compiler takes many bytes at once.
    for (size_t place = 0; place < length; place++) {
        others |= (uint8_t)((uint8_t)(text[place] - 0x20) > 0x5E) & (uint8_t)(text[place] != '\t');
    }
    return others == 0;
}

static size_t find(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start, cscan_count *count) {
#if defined(__x86_64__)
    bool are_few = texts->pairs <= FEW && !texts->ignores_case;
    if (__builtin_cpu_supports("avx512bw")) {
        return are_few ? find_few_in_whole(texts, text, length, start, count)
                       : find_any_wide(texts, text, length, start, count);
    }
    if (__builtin_cpu_supports("avx2")) {
        return are_few ? find_few_in_halves(texts, text, length, start, count)
                       : find_any(texts, text, length, start, count);
    }
#endif
    (void)count;
    if (texts->count == 1 && !texts->ignores_case) {
        const needle *wanted = &texts->needles[0];
        const uint8_t *found = memmem(text + start, length - start, wanted->bytes, wanted->length);
        return found == NULL ? length : (size_t)(found - text);
    }
    size_t end = length >= texts->window ? length - texts->window + 1 : 0;
    return find_slowly(texts, text, length, start, start, end);
}

void cscan_count_to(cscan_count *count, const uint8_t *text, size_t place) {
    if (count->place >= place) return;
    count->newlines += cscan_newlines(text + count->place, place - count->place);
    count->place = place;
}

size_t cscan_first(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start, cscan_count *count) {
    if (start >= length) return length;
    if (count->place > start) {
        // It is gone over once more, by whoever counted on meanwhile.
        cscan_count own = {start, 0};
        return find(texts, text, length, start, &own);
    }
    cscan_count_to(count, text, start);
    return find(texts, text, length, start, count);
}

size_t cscan_line_unlike(const uint8_t *text, size_t length, size_t start, size_t place, uint64_t word) {
    while (start < length) {
        const uint8_t *feed = memchr(text + start, '\n', length - start);
        size_t end = feed == NULL ? length : (size_t)(feed - text);
        uint64_t own;
        if (end - start < place || end - start - place < sizeof own) return start;
        memcpy(&own, text + start + place, sizeof own);
        if (own != word) return start;
        start = end + 1;
    }
    return length;
}
