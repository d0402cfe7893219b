package io.fieldloop.hub.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads a package as a device does: over TLS, with a certificate. */
@ExtendWith(SharedHub.class)
@TestInstance(Lifecycle.PER_CLASS)
class PackageDownloadTest {
    private final TestHub hub;
    private final FashionModel fashion;
    private final ModelRef version;
    private final TestDevice device;
    private final String blob;
    private final byte[] content;

    PackageDownloadTest(TestHub hub) throws Exception {
        this.hub = hub;
        this.fashion = new FashionModel(hub);
        this.device = TestDevice.enrolled(hub, TestHub.name("downloads"));
        this.version = fashion.register();
        this.content = fashion.onnx();
        this.blob = "/device/v1/blobs/" + Sha256.of(content);
    }

    @Test
    void blob_whole_isTheFile() throws Exception {
        var answer = device.download(request(blob));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(answer.headers().firstValue("ETag")).hasValue(tag());
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-9, 0, 9", "bytes=1000-1999, 1000, 1999", "bytes=-10, -10, -1", "bytes=100-, 100, -1"})
    void blob_byRange_isThatPartOfTheFile(String range, int first, int last) throws Exception {
        int from = Math.floorMod(first, content.length);
        int to = Math.floorMod(last, content.length);

        var answer = device.download(request(blob).header("Range", range));

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to + 1));
        assertThat(answer.headers().firstValue("Content-Range"))
                .hasValue("bytes %d-%d/%d".formatted(from, to, content.length));
    }

    @Test
    void blob_beyondItsEnd_isNotSatisfiable() throws Exception {
        var answer = device.download(request(blob).header("Range", "bytes=%d-".formatted(content.length)));

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */" + content.length);
    }

    @Test
    void blob_byRangeOfAnotherContent_isWhole() throws Exception {
        HttpRequest.Builder same = request(blob).header("Range", "bytes=5-").header("If-Range", tag());
        HttpRequest.Builder other = request(blob).header("Range", "bytes=5-").header("If-Range", "\"other\"");

        assertThat(device.download(same).statusCode()).isEqualTo(206);
        var whole = device.download(other);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(content);
    }

    @Test
    void manifest_ofAPackage_isItsSignedEnvelope() throws Exception {
        String identity = hub.part(Registry.class).require(version).manifest();

        var answer = device.download(request("/device/v1/packages/" + identity));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/vnd.dsse.envelope.v1+json");
        assertThat(answer.body())
                .isEqualTo(
                        hub.part(Registry.class).envelope(new Sha256(identity)).orElseThrow());
    }

    @Test
    void blob_ofNoPackage_isNotFound() throws Exception {
        byte[] stranger = "belongs to no package".getBytes(StandardCharsets.UTF_8);
        String name = fashion.store(stranger).sha256().hex();

        assertThat(device.download(request("/device/v1/blobs/" + name)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void blob_withoutCertificate_isRefused() throws Exception {
        TestDevice nobody = TestDevice.without(hub, "nobody");

        assertThat(nobody.download(request(blob)).statusCode()).isEqualTo(401);
    }

    @Test
    void blob_withACertificateThatWasReplaced_isRefused() throws Exception {
        TestDevice before = TestDevice.enrolled(hub, TestHub.name("replaced"));
        TestDevice now = TestDevice.enrolled(hub, before.id().value());

        assertThat(now.download(request(blob)).statusCode()).isEqualTo(200);
        assertThat(before.download(request(blob)).statusCode()).isEqualTo(401);
    }

    @Test
    void blob_withACertificateOfAForeignAuthority_isRefused() throws Exception {
        TestDevice foreign = TestDevice.foreign(hub, device.id().value());

        assertThatThrownBy(() -> foreign.download(request(blob))).isInstanceOf(IOException.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(hub.deviceUrl() + path));
    }

    private String tag() {
        return "\"%s\"".formatted(Sha256.of(content));
    }
}
