// A few texts whose case counts: the two rarest bytes of each at once, 64 places a round, and the line feeds with them.
//
// Included once for each kind of vector, which the includer names: BLOCK is what holds 64 bytes, LOAD fills it, EQUAL tells
// where its bytes are those of a VECTOR that ALL made. Nothing is loaded twice, so that a round costs what its comparisons
// cost: a byte that stands behind another is found by the other's mask being shifted. What a processor fetches ahead by
// itself ends with a page of memory, and a long text comes slower than it is compared: it is asked for REACH bytes
// ahead.

typedef struct {
    VECTOR near[FEW], far[FEW], newline;
    // How far the two bytes of a pair are apart.
    size_t distance[FEW];
    // Where the first byte stood in the round before.
    uint64_t before[FEW];
    // Where the second stands that has the first at its distance.
    uint64_t places[FEW];
    size_t newlines;
} NAME(rounds);

// The leftmost beginning of a text at one of the places of its second byte, counted from `base`; `length` when there is none.
__attribute__((noinline, cold)) static size_t NAME(verify_few)(const cscan_texts *texts, const uint64_t *places,
                                                               const uint8_t *text, size_t length, size_t start,
                                                               uintptr_t base) {
    size_t first = length;
    for (size_t index = 0; index < texts->count; index++) {
        const needle *wanted = &texts->needles[index];
        for (uint64_t left = places[texts->pairs == 1 ? 0 : index]; left != 0; left &= left - 1) {
            uintptr_t at = base + (size_t)__builtin_ctzll(left);
            if (at < (uintptr_t)text + start + wanted->far) continue;
            size_t begin = at - wanted->far - (uintptr_t)text;
            if (begin >= first || length - begin < wanted->length) break;
            if (memcmp(text + begin, wanted->bytes, wanted->length) == 0) first = begin;
        }
    }
    return first;
}

// Whether a text may stand at a place of this round.
TARGET static inline __attribute__((always_inline)) bool NAME(look)(NAME(rounds) *rounds, BLOCK block, size_t count) {
    uint64_t any = 0;
    for (size_t index = 0; index < count; index++) {
        size_t distance = rounds->distance[index];
        uint64_t near = EQUAL(block, rounds->near[index]);
        uint64_t carried = (rounds->before[index] >> 1) >> (63 - distance);
        rounds->places[index] = EQUAL(block, rounds->far[index]) & (near << distance | carried);
        rounds->before[index] = near;
        any |= rounds->places[index];
    }
    return __builtin_expect(any != 0, 0);
}

TARGET static inline __attribute__((always_inline)) void NAME(count_in)(NAME(rounds) *rounds, BLOCK block) {
    rounds->newlines += (size_t)__builtin_popcountll(EQUAL(block, rounds->newline));
}

// 64 places at an edge, as if zeros stood around.
TARGET static inline BLOCK NAME(edge)(uintptr_t base, uintptr_t from, uintptr_t end) {
    uint8_t bytes[64] = {0};
    uintptr_t least = base < from ? from : base, most = end - base < 64 ? end : base + 64;
    memcpy(bytes + (least - base), (const uint8_t *)least, most - least);
    return LOAD(bytes);
}

// `count` is a constant where this is called, so that the loops over the pairs are unrolled.
TARGET static inline __attribute__((always_inline)) size_t NAME(find_of)(const cscan_texts *texts, const uint8_t *text,
                                                                         size_t length, size_t start,
                                                                         cscan_count *walked, size_t count) {
    NAME(rounds) rounds = {.newline = ALL('\n'), .newlines = walked->newlines};
    for (size_t index = 0; index < count; index++) {
        const needle *wanted = &texts->needles[index];
        rounds.near[index] = ALL(wanted->bytes[wanted->near]);
        rounds.far[index] = ALL(wanted->bytes[wanted->far]);
        rounds.distance[index] = wanted->far - wanted->near;
    }
    uintptr_t from = (uintptr_t)text + start, end = (uintptr_t)text + length;
    uintptr_t base = from & ~(uintptr_t)63;
    size_t reach = length - start < LONG ? 0 : REACH;
    bool is_edge = base < from;
    while (base < end) {
        BLOCK block;
        bool may_stand = false;
        if (is_edge || end - base < 64) {
            block = NAME(edge)(base, from, end);
            may_stand = NAME(look)(&rounds, block, count);
            is_edge = false;
        } else {
            do {
                __builtin_prefetch((const uint8_t *)(base + reach), 0, 2);
                block = LOAD((const uint8_t *)base);
                may_stand = NAME(look)(&rounds, block, count);
                if (may_stand) break;
                NAME(count_in)(&rounds, block);
                base += 64;
            } while (end - base >= 64);
            if (!may_stand) continue;
        }
        if (may_stand) {
            uint64_t places[FEW];
            for (size_t index = 0; index < count; index++) places[index] = rounds.places[index];
            size_t found = NAME(verify_few)(texts, places, text, length, start, base);
            if (found != length) {
                *walked = (cscan_count){base < from ? start : base - (uintptr_t)text, rounds.newlines};
                return found;
            }
        }
        NAME(count_in)(&rounds, block);
        base += 64;
    }
    *walked = (cscan_count){length, rounds.newlines};
    return length;
}

TARGET static size_t NAME(find_few)(const cscan_texts *texts, const uint8_t *text, size_t length, size_t start,
                                    cscan_count *walked) {
    switch (texts->pairs) {
    case 1: return NAME(find_of)(texts, text, length, start, walked, 1);
    case 2: return NAME(find_of)(texts, text, length, start, walked, 2);
    case 3: return NAME(find_of)(texts, text, length, start, walked, 3);
    default: return NAME(find_of)(texts, text, length, start, walked, FEW);
    }
}

#undef TARGET
#undef NAME
#undef BLOCK
#undef VECTOR
#undef LOAD
#undef ALL
#undef EQUAL
