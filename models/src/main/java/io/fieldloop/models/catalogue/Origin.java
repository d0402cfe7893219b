package io.fieldloop.models.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where one package can be had, as the user's own client for its kind knows it. May talk to the network and take minutes. */
interface Origin {

    /**
     * The HTTP address of the archive, or nothing if the client does not tell.
     *
     * @throws ClientException if the client says that the package is not to be had
     */
    Optional<URI> address() throws IOException, InterruptedException;

    /**
     * Lets the client itself bring the archive. It knows proxies and passwords that we do not, but starts over when cut off.
     *
     * @param folder an empty folder for the client to work in
     * @return the archive, inside that folder
     */
    Path download(Path folder) throws IOException, InterruptedException;

    /** The address, if it is one that we can fetch from. */
    static Optional<URI> http(String address) throws ClientException {
        try {
            URI uri = URI.create(address.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new ClientException("the client gave an address that is none: " + address, e);
        }
    }
}
