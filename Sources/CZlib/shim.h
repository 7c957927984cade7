// zlib's own header; Swift cannot call the macro that begins an inflation.
#ifndef TUNGNGO_CZLIB_SHIM_H
#define TUNGNGO_CZLIB_SHIM_H

#include <zlib.h>

/// Begins to read a gzip stream; `next_in` and the allocators may be null.
static inline int czlib_inflate_gzip(z_stream *_Nonnull stream) {
    return inflateInit2(stream, 15 + 16);
}

#endif
