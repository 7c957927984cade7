#include "AllocationCounter.h"
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>

// Stands before the malloc of the C library (glibc), which the Swift runtime calls for every object.
extern void *__libc_malloc(size_t size);

static atomic_ulong allocations;

void *malloc(size_t size) {
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    return __libc_malloc(size);
}

unsigned long allocationsSoFar(void) {
    return atomic_load_explicit(&allocations, memory_order_relaxed);
}

void returnFreedMemory(void) {
    malloc_trim(0);
}
