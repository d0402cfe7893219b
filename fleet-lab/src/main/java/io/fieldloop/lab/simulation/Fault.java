package io.fieldloop.lab.simulation;

import io.fieldloop.lab.fleet.Fleet.Broker;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can go wrong. The name on the command line is the name here in small letters with hyphens. */
enum Fault {
    /** A message comes twice. */
    DOUBLED(Place.MESSAGE, 700),
    /** A message comes late, after those that follow. */
    DELAYED(Place.MESSAGE, 700),
    /** A message comes after the one that follows it. */
    REORDERED(Place.MESSAGE, 700),
    /** The end of a message is missing when it comes; as the connection is gone with it, the sender hears that it failed. */
    CUT(Place.MESSAGE, 700),
    /** A message does not come: the sender of one to the hub hears that it failed, of one to the device the hub hears nothing. */
    DROPPED(Place.MESSAGE, 700),
    /** A message comes, and its sender hears that it failed. */
    UNACKNOWLEDGED(Place.MESSAGE, 700),
    /** Nothing passes the link of a device, in either direction, for some seconds. */
    PARTITION(Place.DEVICE, 250),
    /** A device's clock says 1970, weeks from now, or days ago. */
    CLOCK_JUMP(Place.DEVICE, 250),
    /** While nothing passes its link, a device captures more than its outbox holds. */
    OUTBOX_FULL(Place.DEVICE, 50),
    /** For some seconds a device's disk has no room at all. */
    DISK_FULL(Place.DEVICE, 50),
    /** The power of all devices of a host is cut: kill -9 of its process. */
    POWER_CUT(Place.HOST, 8),
    /** The same, and a page of one device's outbox is overwritten meanwhile. */
    CORRUPT_PAGE(Place.HOST, 4),
    /** The same, and one device's disk has no room at all when it starts again, nor for some seconds after that. */
    FULL_START(Place.HOST, 4),
    /** The hub, and its broker if that is its own, end by kill -9 and are started again; the hub's database stays. */
    HUB_KILLED(Place.HUB, 4),
    /** A broker beside the hub ends by kill -9 with what it has acknowledged and not passed on, and is started again. */
    BROKER_KILLED(Place.HUB, 8),
    /** The hub's database answers nobody for some seconds: SIGSTOP of all its processes. */
    DATABASE_GONE(Place.HUB, 6);

    private final Place place;
    private final int weight;

    Fault(Place place, int weight) {
        this.place = place;
        this.weight = weight;
    }

    /** Where it strikes. */
    enum Place {
        /** The next message of a device's link to the hub. */
        MESSAGE,
        /** A device. */
        DEVICE,
        /** The process of several devices. */
        HOST,
        /** The one hub. */
        HUB
    }

    Place place() {
        return place;
    }

    /** How often it is chosen, in proportion to the others. */
    int weight() {
        return weight;
    }

    /** Whether the lab itself does it, to a process; otherwise the device's host does. */
    boolean isOfProcess() {
        return place == Place.HOST || place == Place.HUB;
    }

    /** Whether it takes a small disk. */
    boolean fillsDisk() {
        return this == DISK_FULL || this == FULL_START;
    }

    /** All that this machine can make with such a broker. */
    static Set<Fault> possible(Broker broker) throws InterruptedException {
        Set<Fault> possible = EnumSet.allOf(Fault.class);
        if (broker == Broker.OWN) {
            possible.remove(BROKER_KILLED);
        }
        if (!SmallDisks.arePossible()) {
            possible.removeIf(Fault::fillsDisk);
        }
        return possible;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
