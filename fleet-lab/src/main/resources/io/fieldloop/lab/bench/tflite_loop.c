/*
 * Runs a model of TensorFlow Lite in a loop, as the best program in C would: with XNNPACK, on one thread, copying in and out.
 *
 * tflite_loop LIBRARY MODEL WARM_UP RUNS
 *
 * What it needs of TensorFlow Lite's C interface is declared here, so that it builds without its headers.
 */
#include <dlfcn.h>
#include "loop.h"

typedef void Opaque;
/** Larger than the real one, which grows from version to version; its first field is the number of threads. */
typedef struct {
    int32_t threads;
    char rest[508];
} XnnpackOptions;

static int32_t (*invoke)(Opaque *);
static Opaque *interpreter, *input;
static const Opaque *output;
static void *source;
static float *result;
static size_t input_bytes, output_bytes;
static void *(*data)(const Opaque *);

static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (found == NULL) fail(name);
    return found;
}

#define FUNCTION(result, name, parameters) result(*name) parameters = (result(*) parameters)symbol(library, #name)

static float run(void) {
    memcpy(data(input), source, input_bytes);
    if (invoke(interpreter) != 0) fail("the model failed");
    memcpy(result, data(output), output_bytes);
    return result[0];
}

int main(int count, char **argument) {
    if (count != 5) fail("wrong usage");
    void *library = dlopen(argument[1], RTLD_NOW);
    if (library == NULL) fail(dlerror());
    FUNCTION(Opaque *, TfLiteModelCreateFromFile, (const char *));
    FUNCTION(Opaque *, TfLiteInterpreterOptionsCreate, (void));
    FUNCTION(void, TfLiteInterpreterOptionsSetNumThreads, (Opaque *, int32_t));
    FUNCTION(void, TfLiteInterpreterOptionsAddDelegate, (Opaque *, Opaque *));
    FUNCTION(XnnpackOptions, TfLiteXNNPackDelegateOptionsDefault, (void));
    FUNCTION(Opaque *, TfLiteXNNPackDelegateCreate, (const XnnpackOptions *));
    FUNCTION(Opaque *, TfLiteInterpreterCreate, (Opaque *, Opaque *));
    FUNCTION(int32_t, TfLiteInterpreterAllocateTensors, (Opaque *));
    FUNCTION(Opaque *, TfLiteInterpreterGetInputTensor, (Opaque *, int32_t));
    FUNCTION(const Opaque *, TfLiteInterpreterGetOutputTensor, (Opaque *, int32_t));
    FUNCTION(size_t, TfLiteTensorByteSize, (const Opaque *));
    invoke = (int32_t(*)(Opaque *))symbol(library, "TfLiteInterpreterInvoke");
    data = (void *(*)(const Opaque *))symbol(library, "TfLiteTensorData");

    Opaque *model = TfLiteModelCreateFromFile(argument[2]);
    Opaque *options = TfLiteInterpreterOptionsCreate();
    if (model == NULL || options == NULL) fail("the model cannot be read");
    TfLiteInterpreterOptionsSetNumThreads(options, 1);
    XnnpackOptions xnnpack = TfLiteXNNPackDelegateOptionsDefault();
    xnnpack.threads = 1;
    TfLiteInterpreterOptionsAddDelegate(options, TfLiteXNNPackDelegateCreate(&xnnpack));
    interpreter = TfLiteInterpreterCreate(model, options);
    if (interpreter == NULL || TfLiteInterpreterAllocateTensors(interpreter) != 0) fail("the model cannot be prepared");
    input = TfLiteInterpreterGetInputTensor(interpreter, 0);
    output = TfLiteInterpreterGetOutputTensor(interpreter, 0);
    input_bytes = TfLiteTensorByteSize(input);
    output_bytes = TfLiteTensorByteSize(output);
    source = allocate(input_bytes);
    result = allocate(output_bytes);
    fill(source, input_bytes, 1);
    loop(run, atoi(argument[3]), atoi(argument[4]));
    return 0;
}
