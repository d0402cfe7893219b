package io.fieldloop.hub;

import picocli.CommandLine.IVersionProvider;

/** The version of this program, from the manifest of its archive. */
final class HubVersion implements IVersionProvider {
    /** The version; {@code development} when it runs from no archive. */
    static String text() {
        String version = HubVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"fieldloop hub " + text()};
    }
}
