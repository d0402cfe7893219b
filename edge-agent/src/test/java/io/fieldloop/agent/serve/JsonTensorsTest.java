package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTensorsTest {
    /** Each datatype at the ends of its range; the bytes are those of the binary tensor data extension. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BOOL   | [true,false]                              | 0100
            UINT8  | [0,255]                                   | 00ff
            UINT16 | [1,65535]                                 | 0100ffff
            UINT32 | [1,4294967295]                            | 01000000ffffffff
            UINT64 | [1,18446744073709551615]                  | 0100000000000000ffffffffffffffff
            INT8   | [-128,127]                                | 807f
            INT16  | [-32768,32767]                            | 0080ff7f
            INT32  | [-2147483648,2147483647]                  | 00000080ffffff7f
            INT64  | [-9223372036854775808,9223372036854775807] | 0000000000000080ffffffffffffff7f
            FP16   | [1.5,-65504.0]                            | 003efffb
            BF16   | [1.5,-2.0]                                | c03f00c0
            FP32   | [1.5,-3.4028235E38]                       | 0000c03fffff7fff
            FP64   | [1.5,1.7976931348623157E308]              | 000000000000f83fffffffffffffef7f
            BYTES  | ["ä",""]                                  | 02000000c3a400000000
            FP32   | ["NaN","-Infinity"]                       | 0000c07f000080ff
            """)
    void elements_goInAndComeOutTheSame(Datatype datatype, String json, String bytes) throws Exception {
        Tensor tensor = tensor(datatype);

        JsonTensors.read(json.getBytes(StandardCharsets.UTF_8), 0, tensor);

        ByteBuffer binary = BinaryTensors.of(tensor);
        byte[] found = new byte[binary.remaining()];
        binary.get(found);
        assertThat(HexFormat.of().formatHex(found)).isEqualTo(bytes);
        assertThat(written(tensor)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UINT8  | [0,256]
            INT8   | [0,-129]
            UINT32 | [0,-1]
            UINT64 | [0,18446744073709551616]
            INT64  | [0,9223372036854775808]
            INT32  | [0,1.5]
            BOOL   | [0,2]
            FP32   | [0,"text"]
            FP32   | [0,null]
            FP32   | [0,{}]
            BYTES  | ["",1]
            FP32   | [0]
            FP32   | [0,1,2]
            FP32   | [0,1
            FP32   | [[[[[[[[[[[[[[[[[[[[0,1
            """)
    void whatDoesNotFit_isRefused(Datatype datatype, String json) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> JsonTensors.read(json.getBytes(StandardCharsets.UTF_8), 0, tensor(datatype)))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[1],[2]]
            [[[1,2]]]
            """)
    void nestedArrays_areReadFlat(String json) throws Exception {
        Tensor tensor = tensor(Datatype.INT8);

        JsonTensors.read(json.getBytes(StandardCharsets.UTF_8), 0, tensor);

        assertThat(written(tensor)).isEqualTo("[1,2]");
    }

    private static Tensor tensor(Datatype datatype) {
        return Tensor.allocate(new TensorSpec("x", datatype.type(), List.of(2)));
    }

    private static String written(Tensor tensor) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonBody.FACTORY.createGenerator(bytes)) {
            JsonTensors.write(tensor, json);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
