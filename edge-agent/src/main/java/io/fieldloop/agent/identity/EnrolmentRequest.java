package io.fieldloop.agent.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Asks the hub for a certificate, over TLS to the authority that the token names. */
final class EnrolmentRequest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonFactory JSON = new JsonFactory();

    private final URI hub;
    private final EnrolmentToken token;

    EnrolmentRequest(URI hub, EnrolmentToken token) {
        this.hub = hub;
        this.token = token;
    }

    /** The hub's answer, as it came. */
    byte[] send(String certificateRequest)
            throws EnrolmentException, IOException, InterruptedException, GeneralSecurityException {
        HttpRequest request = HttpRequest.newBuilder(hub.resolve("/device/v1/enrolment"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(certificateRequest)))
                .build();
        try (HttpClient client = client()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] body = in.readNBytes(Admission.MAX_BYTES + 1);
                if (response.statusCode() / 100 != 2) {
                    throw new EnrolmentException("the hub refuses: " + problem(body, response.statusCode()));
                }
                if (body.length > Admission.MAX_BYTES) {
                    throw new EnrolmentException(
                            "the hub's answer is longer than %d bytes".formatted(Admission.MAX_BYTES));
                }
                return body;
            } finally {
                client.shutdownNow();
            }
        } catch (SSLException e) {
            throw new EnrolmentException("the hub at %s cannot be trusted: %s".formatted(hub, e.getMessage()), e);
        } catch (IOException e) {
            throw new EnrolmentException("the hub at %s cannot be reached: %s".formatted(hub, describe(e)), e);
        }
    }

    private HttpClient client() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new PinnedAuthority(token.authority())}, null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(context)
                .sslParameters(new SSLParameters(null, new String[] {"TLSv1.3"}))
                .build();
    }

    private String body(String certificateRequest) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("token", token.text());
            json.writeStringField("certificateRequest", certificateRequest);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** The detail of a problem by RFC 9457, or the status alone. */
    private static String problem(byte[] body, int status) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean detail = parser.currentName().equals("detail");
                    if (parser.nextToken() == JsonToken.VALUE_STRING && detail) {
                        return parser.getText();
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException _) {
            // The body is no problem; the status has to do.
        }
        return "HTTP status " + status;
    }

    private static String describe(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
