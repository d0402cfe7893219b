/*
 * What the loops in C share: one run after the other, each timed by itself, as the loop of the product does it. A loop prints
 * one line: the number of runs; the least, then the 10th, 50th, 90th and 99th percentile, in microseconds; the resident memory
 * in kB; and a number made of the last output, so that no run can be left out.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void *allocate(size_t bytes) {
    void *memory = NULL;
    if (posix_memalign(&memory, 64, bytes == 0 ? 1 : bytes) != 0) fail("out of memory");
    memset(memory, 0, bytes);
    return memory;
}

/** The same numbers as the product's loop gives: a saw tooth around zero, and the rate of the sound for whole numbers. */
static void fill(void *memory, size_t bytes, int is_float) {
    if (is_float) {
        for (size_t i = 0; i < bytes / sizeof(float); i++) ((float *)memory)[i] = (float)(i * 7919 % 1000) / 1000.0f - 0.5f;
    } else {
        for (size_t i = 0; i < bytes / sizeof(int64_t); i++) ((int64_t *)memory)[i] = 16000;
    }
}

static double microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return difference < 0 ? -1 : difference > 0;
}

static long resident_kilobytes(void) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kilobytes = 0;
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0) kilobytes = atol(line + 6);
    }
    if (status != NULL) fclose(status);
    return kilobytes;
}

/** Copies the inputs in, runs once, and gives the first number of the first output. */
typedef float (*once)(void);

static void loop(once run, int warm_up, int runs) {
    double *took = allocate((size_t)runs * sizeof(double));
    float last = 0;
    for (int i = 0; i < warm_up; i++) last = run();
    for (int i = 0; i < runs; i++) {
        double begun = microseconds();
        last = run();
        took[i] = microseconds() - begun;
    }
    long resident = resident_kilobytes();
    qsort(took, (size_t)runs, sizeof(double), compare);
    printf("%d %.3f %.3f %.3f %.3f %.3f %ld %g\n", runs, took[0], took[runs / 10], took[runs / 2], took[runs * 9L / 10],
           took[runs * 99L / 100], resident, (double)last);
}
