package io.fieldloop.hub.traffic;

import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What went between devices and the hub, for people. */
@Controller("/api/v1")
@Secured(Roles.VIEWER)
@ExecuteOn(TaskExecutors.BLOCKING)
class TrafficController {
    private static final String USUAL_DAYS = "30";

    private final Jdbi jdbi;
    private final Devices devices;

    TrafficController(Jdbi jdbi, Devices devices) {
        this.jdbi = jdbi;
        this.devices = devices;
    }

    /** The latest days on which anything went between a device and the hub, the latest first. */
    @Get("/devices/{id}/traffic")
    Traffic ofDevice(DeviceId id, @QueryValue(defaultValue = USUAL_DAYS) @Min(1) @Max(TrafficReports.DAYS) int days) {
        devices.require(id);
        return new Traffic(jdbi.withHandle(handle -> new TrafficTable(handle).of(id, days)));
    }

    /** The latest days on which anything went between all devices and the hub together, the latest first. */
    @Get("/traffic")
    Traffic ofFleet(@QueryValue(defaultValue = USUAL_DAYS) @Min(1) @Max(TrafficReports.DAYS) int days) {
        return new Traffic(jdbi.withHandle(handle -> new TrafficTable(handle).ofAll(days)));
    }

    /** Days, the latest first; one on which nothing went is left out. */
    @Serdeable
    record Traffic(List<TrafficDay> days) {}
}
