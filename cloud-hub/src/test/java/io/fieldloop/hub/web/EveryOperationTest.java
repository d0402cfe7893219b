package io.fieldloop.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.hub.web.ApiOperation.Wrong;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sends junk to every operation of the API's description; all of it has to be refused by a problem that names the field. */
@ExtendWith(SharedHub.class)
class EveryOperationTest {
    private static final String JSON = "application/json";

    private final TestHub hub;
    private final TestDevice device;

    EveryOperationTest(TestHub hub) throws Exception {
        this.hub = hub;
        this.device = TestDevice.enrolled(hub, TestHub.name("junk"));
    }

    @Test
    void description_tellsOfTheWholeApi() throws IOException {
        assertThat(ApiOperation.all()).hasSizeGreaterThan(45);
    }

    @TestFactory
    Stream<DynamicTest> path_thatCannotBe_isRefused() throws IOException {
        return each(operations().filter(o -> o.path().contains("{")), (operation, soft) -> {
            var answer = send(operation, operation.junkTarget(), JSON, "{}");
            isProblem(soft, answer, operation.junkTarget());
        });
    }

    @TestFactory
    Stream<DynamicTest> path_ofNothing_isRefused() throws IOException {
        Stream<ApiOperation> named =
                operations().filter(o -> o.path().contains("{") && !o.method().equals("PUT"));
        return each(named, (operation, soft) -> {
            var answer = send(operation, operation.target(), JSON, "{}");
            isProblem(soft, answer, operation.target());
        });
    }

    @TestFactory
    Stream<DynamicTest> query_withJunk_isRefusedNamingIt() throws IOException {
        return each(operations().filter(o -> !o.wrongQueries().isEmpty()), (operation, soft) -> {
            for (Wrong wrong : operation.wrongQueries()) {
                isProblemAt(soft, send(operation, wrong.target(), JSON, ""), wrong);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> body_withAWrongField_isRefusedNamingIt() throws IOException {
        return each(operations().filter(ApiOperation::takesJson), (operation, soft) -> {
            for (Wrong wrong : operation.wrongBodies()) {
                isProblemAt(soft, send(operation, wrong.target(), JSON, wrong.body()), wrong);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> body_thatIsNoSuchJson_isRefused() throws IOException {
        List<String> bodies = List.of("", "{", "[]", "null", "1", "\"x\"", "{\"a\":".repeat(5_000), "\u0000\uffff");
        return each(operations().filter(ApiOperation::takesJson), (operation, soft) -> {
            for (String body : bodies) {
                isProblem(soft, send(operation, operation.target(), JSON, body), body);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> body_ofAnotherMediaType_isRefused() throws IOException {
        return each(operations().filter(ApiOperation::takesJson), (operation, soft) -> {
            isProblem(soft, send(operation, operation.target(), "text/html", "<p>"), "text/html");
            isProblem(soft, send(operation, operation.target(), "no type at all", "{}"), "no type");
        });
    }

    @TestFactory
    Stream<DynamicTest> body_beyondTheLimit_isRefused() throws IOException {
        String large = "{\"x\": \"%s\"}".formatted("x".repeat(2 << 20));
        return each(operations().filter(ApiOperation::takesJson), (operation, soft) -> {
            var answer = send(operation, operation.target(), JSON, large);
            isProblem(soft, answer, "2 MiB");
            soft.assertThat(answer.statusCode()).isEqualTo(413);
        });
    }

    private interface Check {
        void of(ApiOperation operation, SoftAssertions soft) throws Exception;
    }

    private static Stream<DynamicTest> each(Stream<ApiOperation> operations, Check check) {
        return operations.map(operation -> dynamicTest(operation.toString(), () -> {
            var soft = new SoftAssertions();
            check.of(operation, soft);
            soft.assertAll();
        }));
    }

    /** All but those whose answers never have a body, and so no problem in it. */
    private static Stream<ApiOperation> operations() throws IOException {
        return ApiOperation.all().stream().filter(o -> !o.method().equals("HEAD"));
    }

    private HttpResponse<String> send(ApiOperation operation, String target, String mediaType, String body)
            throws Exception {
        HttpRequest.Builder request = operation.isForDevices()
                ? HttpRequest.newBuilder(URI.create(hub.deviceUrl() + target))
                : hub.request(target);
        boolean isBare = operation.method().equals("GET") || operation.method().equals("DELETE");
        request.method(operation.method(), isBare ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!isBare) {
            request.header("Content-Type", mediaType).header("If-Match", "*");
        }
        return operation.isForDevices() ? device.send(request) : hub.send(request);
    }

    private void isProblemAt(SoftAssertions soft, HttpResponse<String> answer, Wrong wrong) throws Exception {
        String sent = wrong.target() + " " + wrong.body();
        if (isProblem(soft, answer, sent)) {
            soft.assertThat(answer.body()).as(sent).contains("\"pointer\":\"" + wrong.pointer());
        }
    }

    private static boolean isProblem(SoftAssertions soft, HttpResponse<String> answer, String sent) {
        String shown = sent.substring(0, Math.min(sent.length(), 200)) + " → " + answer.body();
        soft.assertThat(answer.statusCode()).as(shown).isBetween(400, 499);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        soft.assertThat(type).as(shown).isEqualTo("application/problem+json");
        soft.assertThat(answer.body())
                .as(shown)
                .contains("\"detail\":\"")
                .doesNotContain("io.fieldloop", "io.micronaut");
        return soft.wasSuccess();
    }
}
