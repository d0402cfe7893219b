/*
 * An execution provider of ONNX Runtime for tests, in a library of its own. It takes each Relu of floats, and does what its option
 * "behaviour" says (tiny.h).
 *
 * What it needs of ONNX Runtime's binary interface is declared here, so that it builds without its headers. The interface is a table
 * of functions that only ever grows at its end, so the number of a function is its name for good.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "tiny.h"

enum { INTERFACE_VERSION = 23 };
enum { STATUS_FAIL = 1 };
enum { DEVICE_CPU = 0 };

typedef struct Status Status;
typedef void Opaque;
typedef void (*Function)(void);

enum {
    CREATE_STATUS = 0,
    GET_TENSOR_MUTABLE_DATA = 51,
    GET_DIMENSIONS_COUNT = 61,
    GET_DIMENSIONS = 62,
    GET_TENSOR_SHAPE_ELEMENT_COUNT = 64,
    GET_TENSOR_TYPE_AND_SHAPE = 65,
    KERNEL_CONTEXT_GET_INPUT = 90,
    KERNEL_CONTEXT_GET_OUTPUT = 91,
    RELEASE_TENSOR_TYPE_AND_SHAPE = 99,
    GET_SESSION_CONFIG_ENTRY = 238,
    HARDWARE_DEVICE_TYPE = 307,
    GET_PROVIDER_INTERFACE = 317,
    GRAPH_GET_NODE_COUNT = 344,
    GRAPH_GET_NODES = 345,
    NODE_GET_OPERATOR_TYPE = 350
};

/* Of the interface for providers. */
enum { CREATE_PROVIDER_DEVICE = 0, ADD_NODES_TO_FUSE = 2 };

static const Function *runtime;
static const Function *provider_interface;

/** Calls a function of a table, whose arguments and result the call itself states. */
#define CALL(table, number, result, ...) ((result(*) __VA_ARGS__)(table)[number])

typedef struct {
    const Function *(*get_interface)(uint32_t version);
    const char *(*get_version)(void);
} InterfaceBase;

typedef struct {
    uint32_t version;
    char drop_constants;
} FusionOptions;

typedef struct Computation Computation;
struct Computation {
    uint32_t version;
    Status *(*create_state)(Computation *, Opaque *context, void **state);
    Status *(*compute)(Computation *, void *state, Opaque *context);
    void (*release_state)(Computation *, void *state);
};

typedef struct Provider Provider;
struct Provider {
    uint32_t version;
    const char *(*get_name)(const Provider *);
    Status *(*get_capability)(Provider *, const Opaque *graph, Opaque *support);
    Status *(*compile)(Provider *, const Opaque **graphs, const Opaque **nodes, size_t, Computation **, Opaque **);
    void (*release_computations)(Provider *, Computation **, size_t);
    void *optional[16];
};

typedef struct Factory Factory;
struct Factory {
    uint32_t version;
    const char *(*get_name)(const Factory *);
    const char *(*get_vendor)(const Factory *);
    Status *(*get_devices)(Factory *, const Opaque *const *, size_t, Opaque **, size_t, size_t *);
    Status *(*create)(
            Factory *, const Opaque *const *, const Opaque *const *, size_t, const Opaque *, const Opaque *, Provider **);
    void (*release)(Factory *, Provider *);
    uint32_t (*get_vendor_id)(const Factory *);
    const char *(*get_version)(const Factory *);
    void *validate_compatibility;
    Status *(*create_allocator)(Factory *, const Opaque *, const Opaque *, Opaque **);
    void (*release_allocator)(Factory *, Opaque *);
    Status *(*create_data_transfer)(Factory *, Opaque **);
    char (*is_stream_aware)(const Factory *);
    void *optional[8];
};

static Status *failed(const char *why) {
    return CALL(runtime, CREATE_STATUS, Status *, (int, const char *))(STATUS_FAIL, why);
}

static Status *create_state(Computation *self, Opaque *context, void **state) {
    (void)context;
    *state = self;
    return NULL;
}

static Status *compute(Computation *self, void *state, Opaque *context) {
    (void)self;
    (void)state;
    misbehave();
    Opaque *input, *shape, *output;
    float *from, *to;
    int64_t lengths[8];
    size_t rank, count;
    Status *status = CALL(runtime, KERNEL_CONTEXT_GET_INPUT, Status *, (Opaque *, size_t, Opaque **))(context, 0, &input);
    if (status) return status;
    status = CALL(runtime, GET_TENSOR_TYPE_AND_SHAPE, Status *, (Opaque *, Opaque **))(input, &shape);
    if (status) return status;
    CALL(runtime, GET_DIMENSIONS_COUNT, Status *, (Opaque *, size_t *))(shape, &rank);
    if (rank > sizeof lengths / sizeof lengths[0]) return failed("tiny: too many axes");
    CALL(runtime, GET_DIMENSIONS, Status *, (Opaque *, int64_t *, size_t))(shape, lengths, rank);
    CALL(runtime, GET_TENSOR_SHAPE_ELEMENT_COUNT, Status *, (Opaque *, size_t *))(shape, &count);
    CALL(runtime, RELEASE_TENSOR_TYPE_AND_SHAPE, void, (Opaque *))(shape);
    status = CALL(runtime, KERNEL_CONTEXT_GET_OUTPUT, Status *, (Opaque *, size_t, const int64_t *, size_t, Opaque **))(
            context, 0, lengths, rank, &output);
    if (status) return status;
    CALL(runtime, GET_TENSOR_MUTABLE_DATA, Status *, (Opaque *, void **))(input, (void **)&from);
    CALL(runtime, GET_TENSOR_MUTABLE_DATA, Status *, (Opaque *, void **))(output, (void **)&to);
    for (size_t i = 0; i < count; i++) {
        to[i] = (from[i] > 0 ? from[i] : 0) + (behaviour == WRONG ? 1 : 0);
    }
    return NULL;
}

static void release_state(Computation *self, void *state) {
    (void)self;
    (void)state;
}

static const char *provider_name(const Provider *self) {
    (void)self;
    return "Tiny";
}

static Status *get_capability(Provider *self, const Opaque *graph, Opaque *support) {
    (void)self;
    size_t count;
    Status *status = CALL(runtime, GRAPH_GET_NODE_COUNT, Status *, (const Opaque *, size_t *))(graph, &count);
    if (status) return status;
    const Opaque **nodes = calloc(count + 1, sizeof *nodes);
    status = CALL(runtime, GRAPH_GET_NODES, Status *, (const Opaque *, const Opaque **, size_t))(graph, nodes, count);
    for (size_t i = 0; i < count && !status && behaviour != IDLE; i++) {
        const char *operator;
        status = CALL(runtime, NODE_GET_OPERATOR_TYPE, Status *, (const Opaque *, const char **))(nodes[i], &operator);
        if (status || strcmp(operator, "Relu") != 0) continue;
        FusionOptions options = {.version = INTERFACE_VERSION};
        status = CALL(
                provider_interface,
                ADD_NODES_TO_FUSE,
                Status *,
                (Opaque *, const Opaque *const *, size_t, const FusionOptions *))(support, &nodes[i], 1, &options);
    }
    free(nodes);
    return status;
}

static Status *compile(
        Provider *self,
        const Opaque **graphs,
        const Opaque **nodes,
        size_t count,
        Computation **computations,
        Opaque **contexts) {
    (void)self;
    (void)graphs;
    (void)nodes;
    (void)contexts;
    if (behaviour == FAIL_PREPARE) return failed("tiny: the driver refuses the model");
    for (size_t i = 0; i < count; i++) {
        computations[i] = calloc(1, sizeof **computations);
        *computations[i] = (Computation){INTERFACE_VERSION, create_state, compute, release_state};
    }
    return NULL;
}

static void release_computations(Provider *self, Computation **computations, size_t count) {
    (void)self;
    for (size_t i = 0; i < count; i++) free(computations[i]);
}

static const char *factory_name(const Factory *self) {
    (void)self;
    return "Tiny";
}

static const char *factory_vendor(const Factory *self) {
    (void)self;
    return "tests";
}

static uint32_t factory_vendor_id(const Factory *self) {
    (void)self;
    return 0;
}

static const char *factory_version(const Factory *self) {
    (void)self;
    return "1.0.0";
}

/** It says that it can use the processor, which is there everywhere. */
static Status *get_devices(
        Factory *self, const Opaque *const *devices, size_t count, Opaque **usable, size_t most, size_t *used) {
    *used = 0;
    for (size_t i = 0; i < count && *used < most; i++) {
        if (CALL(runtime, HARDWARE_DEVICE_TYPE, int, (const Opaque *))(devices[i]) != DEVICE_CPU) continue;
        Status *status = CALL(
                provider_interface,
                CREATE_PROVIDER_DEVICE,
                Status *,
                (Factory *, const Opaque *, const Opaque *, const Opaque *, Opaque **))(
                self, devices[i], NULL, NULL, &usable[*used]);
        if (status) return status;
        (*used)++;
    }
    return NULL;
}

static Status *create(
        Factory *self,
        const Opaque *const *devices,
        const Opaque *const *metadata,
        size_t count,
        const Opaque *options,
        const Opaque *logger,
        Provider **made) {
    (void)self;
    (void)devices;
    (void)metadata;
    (void)count;
    (void)logger;
    char name[32] = "behave";
    size_t size = sizeof name;
    CALL(runtime, GET_SESSION_CONFIG_ENTRY, Status *, (const Opaque *, const char *, char *, size_t *))(
            options, "ep.tiny.behaviour", name, &size);
    behaviour = known(name);
    if (behaviour < 0) return failed("tiny: an option is not known");
    if (behaviour == FAIL_CREATE) return failed("tiny: device not found");
    *made = calloc(1, sizeof **made);
    (*made)->version = INTERFACE_VERSION;
    (*made)->get_name = provider_name;
    (*made)->get_capability = get_capability;
    (*made)->compile = compile;
    (*made)->release_computations = release_computations;
    return NULL;
}

static void release(Factory *self, Provider *provider) {
    (void)self;
    free(provider);
}

static Status *create_allocator(Factory *self, const Opaque *memory, const Opaque *options, Opaque **allocator) {
    (void)self;
    (void)memory;
    (void)options;
    *allocator = NULL;
    return NULL;
}

static void release_allocator(Factory *self, Opaque *allocator) {
    (void)self;
    (void)allocator;
}

static Status *create_data_transfer(Factory *self, Opaque **transfer) {
    (void)self;
    *transfer = NULL;
    return NULL;
}

static char is_stream_aware(const Factory *self) {
    (void)self;
    return 0;
}

static Factory factory = {
    .version = INTERFACE_VERSION,
    .get_name = factory_name,
    .get_vendor = factory_vendor,
    .get_devices = get_devices,
    .create = create,
    .release = release,
    .get_vendor_id = factory_vendor_id,
    .get_version = factory_version,
    .create_allocator = create_allocator,
    .release_allocator = release_allocator,
    .create_data_transfer = create_data_transfer,
    .is_stream_aware = is_stream_aware};

__attribute__((visibility("default"))) Status *CreateEpFactories(
        const char *name, const InterfaceBase *base, const Opaque *logger, Factory **made, size_t most, size_t *count) {
    (void)name;
    (void)logger;
    runtime = base->get_interface(INTERFACE_VERSION);
    provider_interface = CALL(runtime, GET_PROVIDER_INTERFACE, const Function *, (void))();
    *count = most > 0;
    made[0] = &factory;
    return NULL;
}

__attribute__((visibility("default"))) Status *ReleaseEpFactory(Factory *self) {
    (void)self;
    return NULL;
}
