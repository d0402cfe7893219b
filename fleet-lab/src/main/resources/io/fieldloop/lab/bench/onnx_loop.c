/*
 * Runs a model of ONNX Runtime in a loop, as the best program in C would: tensors over memory of its own, made once.
 *
 * onnx_loop LIBRARY MODEL WARM_UP RUNS {in|out NAME f32|i64 BYTES AXIS,AXIS,... | -}...
 *
 * What it needs of ONNX Runtime's binary interface is declared here, so that it builds without its headers. The interface is a
 * table of functions that only ever grows at its end, so the number of a function is its name for good.
 */
#include <dlfcn.h>
#include "loop.h"

enum { INTERFACE_VERSION = 23, MOST_TENSORS = 8, MOST_AXES = 8, ARGUMENTS_OF_TENSOR = 5 };
enum { WARNING = 2, ARENA = 1, DEFAULT_MEMORY = 0, FLOAT = 1, INT64 = 7 };
enum {
    GET_ERROR_MESSAGE = 2,
    CREATE_ENVIRONMENT = 3,
    CREATE_SESSION = 7,
    RUN = 9,
    CREATE_SESSION_OPTIONS = 10,
    SET_INTRA_OP_THREADS = 24,
    CREATE_TENSOR_OVER_MEMORY = 49,
    CREATE_CPU_MEMORY = 69
};

typedef void Opaque;
typedef void (*Function)(void);

typedef struct {
    const Function *(*get_interface)(uint32_t version);
    const char *(*get_version)(void);
} InterfaceBase;

static const Function *interface;

/** Calls a function of the table, whose arguments the call itself states. */
#define CALL(number, parameters, ...) require(((Opaque * (*)parameters) interface[number])(__VA_ARGS__))

static void require(Opaque *failure) {
    if (failure != NULL) fail(((const char *(*)(const Opaque *))interface[GET_ERROR_MESSAGE])(failure));
}

typedef struct {
    int count;
    const char *names[MOST_TENSORS];
    Opaque *values[MOST_TENSORS];
    void *memory[MOST_TENSORS];
    void *source[MOST_TENSORS];
    size_t bytes[MOST_TENSORS];
} Tensors;

static Tensors inputs, outputs;
static Opaque *session;

static int axes(char *text, int64_t *lengths) {
    int rank = 0;
    if (strcmp(text, "-") == 0) return 0;
    for (char *axis = strtok(text, ","); axis != NULL && rank < MOST_AXES; axis = strtok(NULL, ",")) lengths[rank++] = atoll(axis);
    return rank;
}

static void add(Tensors *to, Opaque *place, char **argument) {
    int64_t lengths[MOST_AXES];
    int is_float = strcmp(argument[2], "f32") == 0;
    int i = to->count++;
    if (i == MOST_TENSORS) fail("too many tensors");
    to->names[i] = argument[1];
    to->bytes[i] = (size_t)atoll(argument[3]);
    to->memory[i] = allocate(to->bytes[i]);
    to->source[i] = allocate(to->bytes[i]);
    fill(to->source[i], to->bytes[i], is_float);
    int rank = axes(argument[4], lengths);
    CALL(CREATE_TENSOR_OVER_MEMORY, (const Opaque *, void *, size_t, const int64_t *, size_t, int, Opaque **), place, to->memory[i],
         to->bytes[i], lengths, (size_t)rank, is_float ? FLOAT : INT64, &to->values[i]);
}

static float run(void) {
    for (int i = 0; i < inputs.count; i++) memcpy(inputs.memory[i], inputs.source[i], inputs.bytes[i]);
    CALL(RUN,
         (Opaque *, const Opaque *, const char *const *, Opaque *const *, size_t, const char *const *, size_t, Opaque **),
         session, NULL, inputs.names, inputs.values, (size_t)inputs.count, outputs.names, (size_t)outputs.count, outputs.values);
    return *(float *)outputs.memory[0];
}

int main(int count, char **argument) {
    if (count < 5 || (count - 5) % ARGUMENTS_OF_TENSOR != 0) fail("wrong usage");
    void *library = dlopen(argument[1], RTLD_NOW);
    if (library == NULL) fail(dlerror());
    const InterfaceBase *(*base)(void) = (const InterfaceBase *(*)(void))dlsym(library, "OrtGetApiBase");
    if (base == NULL || (interface = base()->get_interface(INTERFACE_VERSION)) == NULL) fail("not this ONNX Runtime");
    Opaque *environment, *options, *place;
    CALL(CREATE_ENVIRONMENT, (int, const char *, Opaque **), WARNING, "loop", &environment);
    CALL(CREATE_SESSION_OPTIONS, (Opaque **), &options);
    CALL(SET_INTRA_OP_THREADS, (Opaque *, int), options, 1);
    CALL(CREATE_SESSION, (const Opaque *, const char *, const Opaque *, Opaque **), environment, argument[2], options, &session);
    CALL(CREATE_CPU_MEMORY, (int, int, Opaque **), ARENA, DEFAULT_MEMORY, &place);
    for (int i = 5; i < count; i += ARGUMENTS_OF_TENSOR) add(strcmp(argument[i], "in") == 0 ? &inputs : &outputs, place, argument + i);
    loop(run, atoi(argument[3]), atoi(argument[4]));
    return 0;
}
