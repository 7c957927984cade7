#include <stddef.h>
#include <stdint.h>

/// libFuzzer as a function: SwiftPM cannot link its own `main`.
int LLVMFuzzerRunDriver(int *_Nonnull argc, char *_Nullable *_Nonnull *_Nonnull argv,
                        int (*_Nonnull callback)(const uint8_t *_Nullable data, size_t size));
