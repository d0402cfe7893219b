package io.fieldloop.agent;

import io.fieldloop.agent.deployment.FileJournal;
import io.fieldloop.agent.deployment.Journal;
import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.agent.process.SystemUptime;
import io.fieldloop.protocol.message.Uptime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The adapters that an agent is made of, for those who need another one.
 *
 * @param journal makes the journal of deployments in a folder
 * @param link makes the link to the hub
 * @param clock the device's clock
 * @param uptime how long the device is on; any thread
 * @param random chooses samples, epochs and pauses; must allow use by several threads
 */
public record Parts(
        Function<Path, Journal> journal,
        Function<LinkSettings, Link> link,
        InstantSource clock,
        Supplier<Uptime> uptime,
        RandomGenerator random) {
    /** What a device uses. */
    public static Parts ofDevice() {
        RandomGenerator random = new SecureRandom();
        return new Parts(
                FileJournal::new,
                settings -> new PahoLink(settings, Backoff.ofDevice(random)),
                Clock.systemUTC(),
                SystemUptime.ofMachine(),
                random);
    }

    /** The same with another journal. */
    public Parts withJournal(Function<Path, Journal> other) {
        return new Parts(other, link, clock, uptime, random);
    }

    /** The same with another link. */
    public Parts withLink(Function<LinkSettings, Link> other) {
        return new Parts(journal, other, clock, uptime, random);
    }
}
