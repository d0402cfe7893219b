/*
 * An external delegate of TensorFlow Lite for tests. It takes the additions of two float tensors of one shape, and does what its
 * option "behaviour" says (tiny.h).
 *
 * What it needs of TensorFlow Lite's binary interface is declared here, so that it builds without its headers.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "tiny.h"

enum { STATUS_OK = 0, STATUS_DELEGATE_ERROR = 2 };
enum { TYPE_FLOAT32 = 1 };
enum { OPERATOR_ADD = 0, OPERATOR_DELEGATE = 51 };
enum { ACTIVATION_NONE = 0, ACTIVATION_RELU = 1 };

typedef struct {
    int size;
    int data[];
} IntArray;

typedef struct {
    int type;
    void *data;
    IntArray *dims;
    void *parameters[2];
    size_t bytes;
    char rest[64];
} Tensor;

typedef struct {
    IntArray *inputs;
    IntArray *outputs;
    IntArray *intermediates;
    IntArray *temporaries;
    void *user_data;
    void *builtin_data;
} Node;

typedef struct Context Context;
typedef struct Delegate Delegate;

typedef struct {
    void *(*init)(Context *, const char *, size_t);
    void (*free)(Context *, void *);
    int (*prepare)(Context *, Node *);
    int (*invoke)(Context *, Node *);
    const char *(*profiling_string)(const Context *, const Node *);
    int32_t builtin_code;
    const char *custom_name;
    int version;
    void *rest[3];
} Registration;

struct Context {
    size_t tensors_size;
    int (*get_execution_plan)(Context *, IntArray **);
    Tensor *tensors;
    void *implementation;
    void *resize_tensor;
    void (*report_error)(Context *, const char *, ...);
    void *add_tensors;
    int (*get_node_and_registration)(Context *, int, Node **, Registration **);
    int (*replace_nodes_with_delegate_kernels)(Context *, Registration, const IntArray *, Delegate *);
};

struct Delegate {
    void *data;
    int (*prepare)(Context *, Delegate *);
    void *buffers[3];
    int64_t flags;
    void *opaque;
};

/** What a kernel is made of. */
typedef struct {
    Delegate *delegate;
    IntArray *nodes;
} Claim;

typedef struct {
    int count;
    struct {
        int left, right, sum, activation;
    } additions[];
} Kernel;

static int activation(const Node *node) {
    return node->builtin_data ? *(int *)node->builtin_data : ACTIVATION_NONE;
}

static void *kernel_init(Context *context, const char *claim_bytes, size_t length) {
    const IntArray *nodes = ((const Claim *)claim_bytes)->nodes;
    (void)length;
    Kernel *kernel = calloc(1, sizeof *kernel + nodes->size * sizeof kernel->additions[0]);
    for (int i = 0; i < nodes->size; i++) {
        Node *node;
        Registration *registration;
        context->get_node_and_registration(context, nodes->data[i], &node, &registration);
        kernel->additions[i].left = node->inputs->data[0];
        kernel->additions[i].right = node->inputs->data[1];
        kernel->additions[i].sum = node->outputs->data[0];
        kernel->additions[i].activation = activation(node);
    }
    kernel->count = nodes->size;
    return kernel;
}

static void kernel_free(Context *context, void *kernel) {
    (void)context;
    free(kernel);
}

static int kernel_prepare(Context *context, Node *node) {
    (void)context;
    (void)node;
    return STATUS_OK;
}

static int kernel_invoke(Context *context, Node *node) {
    const Kernel *kernel = node->user_data;
    misbehave();
    for (int i = 0; i < kernel->count; i++) {
        const float *left = context->tensors[kernel->additions[i].left].data;
        const float *right = context->tensors[kernel->additions[i].right].data;
        const Tensor *sum = &context->tensors[kernel->additions[i].sum];
        for (size_t j = 0; j < sum->bytes / sizeof(float); j++) {
            float value = left[j] + right[j] + (behaviour == WRONG ? 1 : 0);
            ((float *)sum->data)[j] = kernel->additions[i].activation == ACTIVATION_RELU && value < 0 ? 0 : value;
        }
    }
    return STATUS_OK;
}

static int is_simple_addition(const Context *context, const Node *node, const Registration *registration) {
    if (registration->builtin_code != OPERATOR_ADD || activation(node) > ACTIVATION_RELU) return 0;
    const Tensor *left = &context->tensors[node->inputs->data[0]];
    const Tensor *right = &context->tensors[node->inputs->data[1]];
    return left->type == TYPE_FLOAT32 && right->type == TYPE_FLOAT32 && left->dims->size == right->dims->size
            && memcmp(left->dims->data, right->dims->data, left->dims->size * sizeof(int)) == 0;
}

static int delegate_prepare(Context *context, Delegate *delegate) {
    IntArray *plan;
    if (behaviour == FAIL_PREPARE || context->get_execution_plan(context, &plan) != STATUS_OK) {
        context->report_error(context, "tiny: the driver refuses the model");
        return STATUS_DELEGATE_ERROR;
    }
    /* The plan is only good until the next question. */
    size_t bytes = sizeof(IntArray) + plan->size * sizeof(int);
    IntArray *all = memcpy(malloc(bytes), plan, bytes);
    IntArray *chosen = calloc(1, bytes);
    for (int i = 0; i < all->size && behaviour != IDLE; i++) {
        Node *node;
        Registration *registration;
        if (context->get_node_and_registration(context, all->data[i], &node, &registration) == STATUS_OK
                && is_simple_addition(context, node, registration)) {
            chosen->data[chosen->size++] = all->data[i];
        }
    }
    Registration kernel = {
        .init = kernel_init,
        .free = kernel_free,
        .prepare = kernel_prepare,
        .invoke = kernel_invoke,
        .builtin_code = OPERATOR_DELEGATE,
        .custom_name = "Tiny",
        .version = 1};
    int status = context->replace_nodes_with_delegate_kernels(context, kernel, chosen, delegate);
    free(chosen);
    free(all);
    return status;
}

__attribute__((visibility("default"))) Delegate *tflite_plugin_create_delegate(
        char **keys, char **values, size_t count, void (*report_error)(const char *)) {
    behaviour = BEHAVE;
    for (size_t i = 0; i < count; i++) {
        behaviour = strcmp(keys[i], "behaviour") == 0 ? known(values[i]) : -1;
        if (behaviour < 0) {
            report_error("tiny: an option is not known");
            return NULL;
        }
    }
    if (behaviour == FAIL_CREATE) {
        report_error("tiny: device not found");
        return NULL;
    }
    Delegate *delegate = calloc(1, sizeof *delegate);
    delegate->prepare = delegate_prepare;
    return delegate;
}

__attribute__((visibility("default"))) void tflite_plugin_destroy_delegate(Delegate *delegate) {
    free(delegate);
}
