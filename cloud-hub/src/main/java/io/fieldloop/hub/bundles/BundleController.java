package io.fieldloop.hub.bundles;

import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.models.bundle.BundleException;
import io.fieldloop.protocol.DeviceId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;

/** Bundles that people carry to and from devices. */
@Controller("/api/v1")
@Secured(Roles.OPERATOR)
@ExecuteOn(TaskExecutors.BLOCKING)
class BundleController {
    private final BundleFolder folder;
    private final SampleImport samples;
    private final Bundles bundles;
    private final Devices devices;

    BundleController(BundleFolder folder, SampleImport samples, Bundles bundles, Devices devices) {
        this.folder = folder;
        this.samples = samples;
        this.bundles = bundles;
        this.devices = devices;
    }

    /**
     * Takes in the samples of a bundle, each once however often it comes, and answers with the bundle of receipts for their device.
     * {@code Fieldloop-Samples} tells how many samples are stored, {@code Fieldloop-Refused} how many messages are in quarantine.
     */
    @Post("/bundles")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    HttpResponse<StreamedFile> take(@Body InputStream content, Principal caller) throws IOException {
        Path file = folder.newFile();
        try {
            BundleFolder.receive(content, file);
            ReceiptList receipts = samples.take(file, caller.getName());
            return answer(bundles.receipts(receipts), receipts.device() + ".receipts")
                    .header("Fieldloop-Samples", String.valueOf(receipts.samples()))
                    .header("Fieldloop-Refused", String.valueOf(receipts.refused()));
        } catch (BundleException e) {
            throw ProblemException.invalid("", "the bundle " + e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    /** The bundle of what a device shall serve and capture, with the packages for it. */
    @Get("/devices/{id}/bundle")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    HttpResponse<StreamedFile> desired(String id) throws IOException {
        DeviceId device = deviceId(id);
        devices.require(device);
        return answer(bundles.desired(device), device + ".bundle");
    }

    private static MutableHttpResponse<StreamedFile> answer(Path file, String name) throws IOException {
        long sizeBytes = Files.size(file);
        var content =
                new StreamedFile(BundleFolder.readOnce(file), MediaType.APPLICATION_OCTET_STREAM_TYPE, 0, sizeBytes);
        return HttpResponse.ok(content.attach(name));
    }

    private static DeviceId deviceId(String text) {
        try {
            return new DeviceId(text);
        } catch (IllegalArgumentException _) {
            throw ProblemException.notFound("device", text);
        }
    }
}
