package io.fieldloop.hub.ingest;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.security.Principal;

/** Takes samples whose media were uploaded. */
@Controller("/device/v1/samples")
@Secured(Roles.DEVICE)
@ExecuteOn(TaskExecutors.BLOCKING)
class IntakeController {
    private static final String CBOR = "application/cbor";

    private final Intake intake;

    IntakeController(Intake intake) {
        this.intake = intake;
    }

    /** Stores the samples of a message as it would go by MQTT, each once, and answers with their receipts. */
    @Post("/{stream}")
    @Consumes(CBOR)
    @Produces(CBOR)
    byte[] samples(String stream, @Body byte[] message, Principal caller) throws WireException {
        Receipts receipts = intake.samples(new DeviceId(caller.getName()), name(stream), message);
        return Wire.encode(receipts);
    }

    private static StreamName name(String stream) {
        try {
            return new StreamName(stream);
        } catch (IllegalArgumentException _) {
            throw ProblemException.notFound("stream", stream);
        }
    }
}
