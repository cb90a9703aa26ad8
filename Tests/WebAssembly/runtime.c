// What Embedded Swift takes for granted and a bare WebAssembly module does not have: memory management, a few
// functions of <string.h>, and the compiler's 128-bit helpers. Compiled with -fno-builtin, so that a loop that copies
// is not turned into a call of itself.

#include <stddef.h>
#include <stdint.h>

// Memory: blocks of powers of two, a list of free ones for each size. The eight bytes before what a caller gets say
// where its block begins and which size it has.

extern unsigned char __heap_base;

enum { PAGE = 65536, SMALLEST = 5, LARGEST = 31 };

struct block {
    struct block *next;
};

static struct block *free_blocks[LARGEST + 1];
static uintptr_t top;

static void *take(size_t size) {
    if (top == 0) top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
    uintptr_t end = top + size;
    uintptr_t have = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE;
    if (end < top) return NULL;
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == (size_t)-1) return NULL;
    void *block = (void *)top;
    top = end;
    return block;
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    size_t wanted = size + alignment + 8;
    if (wanted < size) return 12;
    uint32_t class = SMALLEST;
    while (class < LARGEST && ((size_t)1 << class) < wanted) class += 1;
    if (((size_t)1 << class) < wanted) return 12;
    struct block *block = free_blocks[class];
    if (block != NULL) {
        free_blocks[class] = block->next;
    } else {
        block = take((size_t)1 << class);
        if (block == NULL) return 12;
    }
    uintptr_t place = ((uintptr_t)block + 8 + alignment - 1) & ~(uintptr_t)(alignment - 1);
    ((uint32_t *)place)[-1] = class;
    ((uint32_t *)place)[-2] = (uint32_t)(uintptr_t)block;
    *result = (void *)place;
    return 0;
}

void free(void *pointer) {
    if (pointer == NULL) return;
    uint32_t class = ((uint32_t *)pointer)[-1];
    struct block *block = (struct block *)(uintptr_t)((uint32_t *)pointer)[-2];
    block->next = free_blocks[class];
    free_blocks[class] = block;
}

void *memmove(void *to, const void *from, size_t count) {
    unsigned char *t = to;
    const unsigned char *f = from;
    if (t < f) {
        for (size_t i = 0; i < count; i++) t[i] = f[i];
    } else {
        for (size_t i = count; i > 0; i--) t[i - 1] = f[i - 1];
    }
    return to;
}

void *memcpy(void *to, const void *from, size_t count) { return memmove(to, from, count); }

void *memset(void *to, int value, size_t count) {
    unsigned char *t = to;
    for (size_t i = 0; i < count; i++) t[i] = (unsigned char)value;
    return to;
}

int memcmp(const void *left, const void *right, size_t count) {
    const unsigned char *l = left, *r = right;
    for (size_t i = 0; i < count; i++) {
        if (l[i] != r[i]) return l[i] < r[i] ? -1 : 1;
    }
    return 0;
}

// Seeds the hashes of sets and dictionaries. Their order reaches no result, so any bytes will do.
void arc4random_buf(void *buffer, size_t count) { memset(buffer, 0x5a, count); }

uintptr_t __stack_chk_guard = 0x5a17c0de;

void __stack_chk_fail(void) { __builtin_trap(); }

// 128-bit arithmetic from 64-bit halves.

typedef unsigned __int128 u128;
typedef __int128 i128;

typedef union {
    u128 all;
    struct {
        uint64_t low, high;
    };
} halves;

i128 __ashlti3(i128 value, int count) {
    halves in = {.all = (u128)value}, out;
    if (count & 64) {
        out.low = 0;
        out.high = in.low << (count & 63);
    } else if (count == 0) {
        return value;
    } else {
        out.low = in.low << count;
        out.high = (in.high << count) | (in.low >> (64 - count));
    }
    return (i128)out.all;
}

i128 __lshrti3(i128 value, int count) {
    halves in = {.all = (u128)value}, out;
    if (count & 64) {
        out.high = 0;
        out.low = in.high >> (count & 63);
    } else if (count == 0) {
        return value;
    } else {
        out.high = in.high >> count;
        out.low = (in.low >> count) | (in.high << (64 - count));
    }
    return (i128)out.all;
}

i128 __ashrti3(i128 value, int count) {
    halves in = {.all = (u128)value}, out;
    if (count & 64) {
        out.high = (uint64_t)((int64_t)in.high >> 63);
        out.low = (uint64_t)((int64_t)in.high >> (count & 63));
    } else if (count == 0) {
        return value;
    } else {
        out.high = (uint64_t)((int64_t)in.high >> count);
        out.low = (in.low >> count) | (in.high << (64 - count));
    }
    return (i128)out.all;
}

i128 __multi3(i128 left, i128 right) {
    halves l = {.all = (u128)left}, r = {.all = (u128)right}, out;
    uint64_t mask = 0xffffffff;
    uint64_t l0 = l.low & mask, l1 = l.low >> 32, r0 = r.low & mask, r1 = r.low >> 32;
    uint64_t low = l0 * r0;
    uint64_t middle = l1 * r0 + (low >> 32);
    uint64_t other = l0 * r1 + (middle & mask);
    out.low = (other << 32) | (low & mask);
    out.high = l1 * r1 + (middle >> 32) + (other >> 32) + l.high * r.low + l.low * r.high;
    return (i128)out.all;
}

// Long division, a bit at a time: simple, and rare in a run.
static u128 divide(u128 numerator, u128 denominator, u128 *remainder) {
    halves n = {.all = numerator}, d = {.all = denominator};
    if (d.low == 0 && d.high == 0) __builtin_trap();
    if (n.high == 0 && d.high == 0) {
        *remainder = n.low % d.low;
        return n.low / d.low;
    }
    halves quotient = {.all = 0}, rest = {.all = 0};
    for (int bit = 127; bit >= 0; bit--) {
        uint64_t carry = rest.high >> 63;
        rest.high = (rest.high << 1) | (rest.low >> 63);
        uint64_t next = bit >= 64 ? n.high >> (bit - 64) : n.low >> bit;
        rest.low = (rest.low << 1) | (next & 1);
        int fits = carry != 0 || rest.high > d.high || (rest.high == d.high && rest.low >= d.low);
        if (fits) {
            uint64_t borrow = rest.low < d.low;
            rest.low -= d.low;
            rest.high -= d.high + borrow;
            if (bit >= 64) {
                quotient.high |= (uint64_t)1 << (bit - 64);
            } else {
                quotient.low |= (uint64_t)1 << bit;
            }
        }
    }
    *remainder = rest.all;
    return quotient.all;
}

u128 __udivti3(u128 numerator, u128 denominator) {
    u128 remainder;
    return divide(numerator, denominator, &remainder);
}

u128 __umodti3(u128 numerator, u128 denominator) {
    u128 remainder;
    divide(numerator, denominator, &remainder);
    return remainder;
}

i128 __divti3(i128 numerator, i128 denominator) {
    u128 n = numerator < 0 ? -(u128)numerator : (u128)numerator;
    u128 d = denominator < 0 ? -(u128)denominator : (u128)denominator;
    u128 quotient = __udivti3(n, d);
    return (numerator < 0) != (denominator < 0) ? (i128)-quotient : (i128)quotient;
}

i128 __modti3(i128 numerator, i128 denominator) {
    u128 n = numerator < 0 ? -(u128)numerator : (u128)numerator;
    u128 d = denominator < 0 ? -(u128)denominator : (u128)denominator;
    u128 remainder = __umodti3(n, d);
    return numerator < 0 ? (i128)-remainder : (i128)remainder;
}
