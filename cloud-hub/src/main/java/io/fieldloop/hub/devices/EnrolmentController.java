package io.fieldloop.hub.devices;

import io.fieldloop.hub.mqtt.BrokerAddress;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.hub.security.CertificateAuthority;
import io.fieldloop.hub.security.CertificateRequest;
import io.fieldloop.hub.security.HubKeys;
import io.fieldloop.hub.security.Secret;
import io.fieldloop.protocol.DeviceId;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Base64;
import java.util.List;

/** Enrols devices; the only thing that a device may do without a certificate. */
@Controller("/device/v1/enrolment")
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
class EnrolmentController {
    private final Enrolment enrolment;
    private final HubKeys keys;
    private final BrokerAddress broker;

    EnrolmentController(Enrolment enrolment, HubKeys keys, BrokerAddress broker) {
        this.enrolment = enrolment;
        this.keys = keys;
        this.broker = broker;
    }

    /** Gives the device that a token is for its certificate, and all that it needs to know of the hub. */
    @Post
    Welcome enrol(@Body @Valid Application application) {
        var enrolled = enrolment
                .enrol(application.secret(), application.request())
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.FORBIDDEN,
                        "this token is not known, has expired, or was used by another key; ask for a new one",
                        List.of()));
        String authority = CertificateAuthority.pem(keys.authority().certificate());
        return new Welcome(
                enrolled.device(),
                CertificateAuthority.pem(enrolled.certificate()) + authority,
                authority,
                broker.port(),
                List.of(new TrustedKey(
                        keys.signingKey().id(),
                        Base64.getEncoder()
                                .encodeToString(keys.signingKey().publicKey().getEncoded()))));
    }

    /**
     * What a device brings.
     *
     * @param token as the operator got it
     * @param certificateRequest PKCS #10 as PEM
     */
    @Serdeable
    record Application(
            @NotBlank @Size(max = 300) String token,
            @NotBlank @Size(max = 20_000) String certificateRequest) {
        /** The part of the token before the authority's fingerprint, which is for the device to check. */
        Secret secret() {
            return new Secret(token.split("\\.", 2)[0]);
        }

        CertificateRequest request() {
            try {
                return CertificateRequest.parse(certificateRequest);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid("/certificateRequest", String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * What a device gets.
     *
     * @param certificateChain its certificate, then the authority's, as PEM
     * @param authority the authority's certificate, as PEM
     * @param mqttPort of the broker, on the same host
     * @param trustedKeys that sign packages
     */
    @Serdeable
    record Welcome(
            DeviceId deviceId, String certificateChain, String authority, int mqttPort, List<TrustedKey> trustedKeys) {}

    /**
     * A key that signs packages.
     *
     * @param publicKey its SubjectPublicKeyInfo (DER) in base64
     */
    @Serdeable
    record TrustedKey(String keyId, String publicKey) {}
}
