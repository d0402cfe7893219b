package io.fieldloop.models.runtime.conformance;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.fieldloop.models.catalogue.DebianPackage;
import io.fieldloop.models.catalogue.TestAssets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model of the ONNX project's own tests with one set of data.
 *
 * @param name such as {@code node/test_abs}
 * @param files all below its folder, by path from there
 */
record ConformanceCase(String name, Map<String, byte[]> files) {
    private static final String MODEL = "/model.onnx";
    private static final String ROOT = "./usr/share/libonnx-testdata/data/";

    /** All of them, by name. */
    static List<ConformanceCase> all() throws IOException {
        var files = DebianPackage.files(TestAssets.file("onnx-conformance", "libonnx-testdata.deb"));
        List<ConformanceCase> cases = new ArrayList<>();
        for (String path : files.keySet()) {
            if (path.startsWith(ROOT) && path.endsWith(MODEL)) {
                String name = path.substring(ROOT.length(), path.length() - MODEL.length());
                cases.add(new ConformanceCase(name, files));
            }
        }
        return cases;
    }

    byte[] model() {
        return Objects.requireNonNull(files.get(ROOT + name + MODEL));
    }

    List<TensorProto> inputs() throws InvalidProtocolBufferException {
        return tensors("input");
    }

    List<TensorProto> outputs() throws InvalidProtocolBufferException {
        return tensors("output");
    }

    private List<TensorProto> tensors(String kind) throws InvalidProtocolBufferException {
        List<TensorProto> tensors = new ArrayList<>();
        for (int i = 0; ; i++) {
            byte[] bytes = files.get("%s%s/test_data_set_0/%s_%d.pb".formatted(ROOT, name, kind, i));
            if (bytes == null) {
                return tensors;
            }
            tensors.add(TensorProto.parseFrom(bytes));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
