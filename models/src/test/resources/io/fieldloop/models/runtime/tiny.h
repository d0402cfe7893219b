/*
 * What the accelerators for tests can be made to do, by the value of their option "behaviour":
 *
 *   behave        computes
 *   idle          takes no operator
 *   slow          computes after 100 ms
 *   wrong         adds 1 to the result
 *   fail-create   cannot be made: its device is not there
 *   fail-prepare  is made, but fails on the model
 *   crash         kills the process when it is to compute
 *   hang          never comes back when it is to compute
 */
#include <string.h>
#include <unistd.h>

enum { BEHAVE, IDLE, SLOW, WRONG, FAIL_CREATE, FAIL_PREPARE, CRASH, HANG };

static const char *const BEHAVIOURS[] = {
    "behave", "idle", "slow", "wrong", "fail-create", "fail-prepare", "crash", "hang"};

static int behaviour;

static int known(const char *name) {
    for (int i = 0; i < (int)(sizeof BEHAVIOURS / sizeof BEHAVIOURS[0]); i++) {
        if (strcmp(name, BEHAVIOURS[i]) == 0) return i;
    }
    return -1;
}

static void misbehave(void) {
    switch (behaviour) {
        case SLOW:
            usleep(100 * 1000);
            break;
        case CRASH:
            *(volatile int *)0 = 1;
            break;
        case HANG:
            for (;;) pause();
        default:
            break;
    }
}
