package io.fieldloop.hub.overview;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Which hub this is.
 *
 * @param version of the program
 * @param host on which it listens, as its certificate has it
 * @param devicePort for devices, HTTPS
 */
@ConfigurationProperties("fieldloop.hub")
record HubAddress(String version, String host, int devicePort) {}
