#include "CUnpack.h"

#include <limits.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

// Enough for `xz -9`; what was packed with more is refused.
static const uint64_t xz_memory = 80u << 20;
// Windows of up to 32 MiB, which `zstd -19` stays below by far.
enum { ZSTD_WINDOW = 25 };

struct cunpack {
    int kind;
    int has_begun;
    z_stream gzip;
    gz_header header;
    uint32_t time;
    lzma_stream xz;
    ZSTD_DCtx *zstd;
};

// To be said again for each stream.
static int expect_header(cunpack *state) {
    state->header = (gz_header){0};
    return inflateGetHeader(&state->gzip, &state->header) == Z_OK;
}

static int begin(cunpack *state) {
    switch (state->kind) {
    case CUNPACK_GZIP:
        state->gzip = (z_stream){0};
        // 16 asks for gzip's own header and checksum.
        return inflateInit2(&state->gzip, 16 + MAX_WBITS) == Z_OK && expect_header(state);
    case CUNPACK_XZ:
        state->xz = (lzma_stream)LZMA_STREAM_INIT;
        return lzma_stream_decoder(&state->xz, xz_memory, LZMA_CONCATENATED) == LZMA_OK;
    case CUNPACK_ZSTD:
        state->zstd = ZSTD_createDCtx();
        return state->zstd != NULL && !ZSTD_isError(ZSTD_DCtx_setParameter(state->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW));
    default: return 0;
    }
}

static void end(cunpack *state) {
    if (state->kind == CUNPACK_GZIP) inflateEnd(&state->gzip);
    if (state->kind == CUNPACK_XZ) lzma_end(&state->xz);
    if (state->kind == CUNPACK_ZSTD) ZSTD_freeDCtx(state->zstd);
}

cunpack *cunpack_new(int kind) {
    cunpack *state = calloc(1, sizeof *state);
    if (state == NULL) return NULL;
    state->kind = kind;
    if (begin(state)) return state;
    end(state);
    free(state);
    return NULL;
}

void cunpack_delete(cunpack *state) {
    if (state == NULL) return;
    end(state);
    free(state);
}

static int step_gzip(cunpack *state, const uint8_t *input, size_t input_length, size_t *used, uint8_t *output,
                     size_t output_length, size_t *made) {
    z_stream *stream = &state->gzip;
    stream->next_in = (Bytef *)(uintptr_t)input;
    stream->avail_in = input_length > UINT_MAX ? UINT_MAX : (uInt)input_length;
    stream->next_out = output;
    stream->avail_out = output_length > UINT_MAX ? UINT_MAX : (uInt)output_length;
    int result = inflate(stream, Z_NO_FLUSH);
    *used = (size_t)(stream->next_in - input);
    *made = (size_t)(stream->next_out - output);
    if (state->header.done == 1) state->time = (uint32_t)state->header.time;
    if (result == Z_STREAM_END) {
        return inflateReset(stream) == Z_OK && expect_header(state) ? CUNPACK_ENDED : CUNPACK_BROKEN;
    }
    if (result == Z_MEM_ERROR) return CUNPACK_TOO_LARGE;
    return result == Z_OK || result == Z_BUF_ERROR ? CUNPACK_GOES_ON : CUNPACK_BROKEN;
}

static int step_xz(cunpack *state, const uint8_t *input, size_t input_length, size_t *used, uint8_t *output,
                   size_t output_length, size_t *made, int is_last) {
    lzma_stream *stream = &state->xz;
    stream->next_in = input;
    stream->avail_in = input_length;
    stream->next_out = output;
    stream->avail_out = output_length;
    lzma_ret result = lzma_code(stream, is_last ? LZMA_FINISH : LZMA_RUN);
    *used = input_length - stream->avail_in;
    *made = output_length - stream->avail_out;
    if (result == LZMA_STREAM_END) return CUNPACK_ENDED;
    if (result == LZMA_MEMLIMIT_ERROR || result == LZMA_MEM_ERROR) return CUNPACK_TOO_LARGE;
    return result == LZMA_OK || result == LZMA_BUF_ERROR ? CUNPACK_GOES_ON : CUNPACK_BROKEN;
}

static int step_zstd(cunpack *state, const uint8_t *input, size_t input_length, size_t *used, uint8_t *output,
                     size_t output_length, size_t *made) {
    ZSTD_inBuffer in = {.src = input, .size = input_length};
    ZSTD_outBuffer out = {.dst = output, .size = output_length};
    size_t result = ZSTD_decompressStream(state->zstd, &out, &in);
    *used = in.pos;
    *made = out.pos;
    if (ZSTD_isError(result)) {
        // The window is larger than was allowed.
        return ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge ? CUNPACK_TOO_LARGE : CUNPACK_BROKEN;
    }
    return result == 0 ? CUNPACK_ENDED : CUNPACK_GOES_ON;
}

int cunpack_step(cunpack *state, const uint8_t *input, size_t input_length, size_t *used, uint8_t *output,
                 size_t output_length, size_t *made, int is_last) {
    switch (state->kind) {
    case CUNPACK_GZIP: return step_gzip(state, input, input_length, used, output, output_length, made);
    case CUNPACK_XZ: return step_xz(state, input, input_length, used, output, output_length, made, is_last);
    case CUNPACK_ZSTD: return step_zstd(state, input, input_length, used, output, output_length, made);
    default: return CUNPACK_BROKEN;
    }
}

uint32_t cunpack_time(const cunpack *state) { return state->time; }
