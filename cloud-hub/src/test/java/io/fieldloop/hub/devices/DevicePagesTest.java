package io.fieldloop.hub.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.Json;
import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestDevice;
import io.fieldloop.hub.TestHub;
import io.fieldloop.protocol.DeviceId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class DevicePagesTest {
    private final TestHub hub;
    private final String name = TestHub.name("line");

    DevicePagesTest(TestHub hub) {
        this.hub = hub;
    }

    private void enrol(String device, String labels) throws Exception {
        String wanted = "{\"deviceId\": \"%s\", \"labels\": %s}".formatted(device, labels);
        String token =
                hub.json(hub.send("POST", "/api/v1/enrolment-tokens", wanted)).text("token");
        TestDevice.enrol(hub, token, TestDevice.request(TestDevice.newKeyPair()));
    }

    @Test
    void devices_areFoundByLabelsStateAndPartOfTheirId() throws Exception {
        enrol(name + "-1", "{\"site\": \"%s\", \"row\": \"a b\"}".formatted(name));
        enrol(name + "-2", "{\"site\": \"%s\"}".formatted(name));

        assertThat(ids("label=site%3D" + name)).containsExactly(name + "-1", name + "-2");
        assertThat(ids("label=site%3D" + name + "&label=row%3Da%20b")).containsExactly(name + "-1");
        assertThat(ids("label=site%3D" + name + "&state=new")).hasSize(2);
        assertThat(ids("label=site%3D" + name + "&state=online")).isEmpty();
        assertThat(ids("q=" + name + "-2")).containsExactly(name + "-2");
        assertThat(hub.part(Devices.class).matching(new Selector(Map.of("site", name))))
                .containsExactly(new DeviceId(name + "-1"), new DeviceId(name + "-2"));
    }

    private List<String> ids(String query) throws Exception {
        return hub.json(hub.get("/api/v1/devices?" + query)).list("items").stream()
                .map(d -> d.text("id"))
                .toList();
    }

    @Test
    void pages_ofDevices_showEachOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            enrol(name + "-" + i, "{}");
        }
        List<String> seen = new ArrayList<>();
        Json page = hub.json(hub.get("/api/v1/devices?limit=2&q=" + name));
        page.list("items").forEach(d -> seen.add(d.text("id")));
        while (!page.isNull("next")) {
            page = hub.json(hub.get("/api/v1/devices?limit=2&q=%s&cursor=%s".formatted(name, page.text("next"))));
            page.list("items").forEach(d -> seen.add(d.text("id")));
        }

        assertThat(seen).containsExactly(name + "-0", name + "-1", name + "-2", name + "-3", name + "-4");
    }

    @Test
    void labels_changedAtTheStateThatWasRead_areReplaced() throws Exception {
        enrol(name, "{\"site\": \"old\"}");
        String tag =
                hub.get("/api/v1/devices/" + name).headers().firstValue("ETag").orElseThrow();

        var changed = change(tag, "{\"labels\": {\"site\": \"new\"}}");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(hub.json(changed).text("labels/site")).isEqualTo("new");
        assertThat(changed.headers().firstValue("ETag")).isPresent().isNotEqualTo(Optional.of(tag));
        assertThat(change(tag, "{\"labels\": {}}").statusCode()).isEqualTo(412);
        assertThat(change(null, "{\"labels\": {}}").statusCode()).isEqualTo(428);
        assertThat(change("*", "{\"labels\": {}}").statusCode()).isEqualTo(200);
        var wrong = change("*", "{\"labels\": {\"a\": \"\"}}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(hub.json(wrong).text("errors/0/pointer")).isEqualTo("/labels");
    }

    private HttpResponse<String> change(@Nullable String ifMatch, String body) throws Exception {
        var request = hub.request("/api/v1/devices/" + name)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body));
        return hub.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }

    @Test
    void device_thatIsNot_isNotFound() throws Exception {
        for (String path : List.of("", "/ledger", "/deployments")) {
            assertThat(hub.get("/api/v1/devices/nobody" + path).statusCode()).isEqualTo(404);
        }
        assertThat(hub.get("/api/v1/devices/NOBODY").statusCode()).isEqualTo(400);
    }

    @Test
    void labels_byAViewer_areNotChanged() throws Exception {
        enrol(name, "{}");

        var answer = hub.send(hub.as(hub.token("viewer"), "/api/v1/devices/" + name)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method("PATCH", BodyPublishers.ofString("{\"labels\": {}}")));

        assertThat(answer.statusCode()).isEqualTo(403);
    }
}
