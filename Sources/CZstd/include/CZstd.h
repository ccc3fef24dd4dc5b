// The system's Zstandard.
#ifndef CASEBOOK_CZSTD_H
#define CASEBOOK_CZSTD_H

#include <zstd.h>

#endif
