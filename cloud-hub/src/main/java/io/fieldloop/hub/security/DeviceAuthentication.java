package io.fieldloop.hub.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Finds out which device sent a request: by the certificate of its TLS connection. */
@Singleton
final class DeviceAuthentication implements AuthenticationFetcher<HttpRequest<?>> {
    private final DeviceCertificates certificates;
    private final ExecutorService blocking;

    DeviceAuthentication(DeviceCertificates certificates, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.certificates = certificates;
        this.blocking = blocking;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        return Mono.justOrEmpty(request.getCertificate())
                .ofType(X509Certificate.class)
                .flatMap(c -> Mono.fromCallable(() -> certificates.deviceOf(c))
                        .subscribeOn(Schedulers.fromExecutorService(blocking)))
                .flatMap(Mono::justOrEmpty)
                .map(device -> Authentication.build(device.value(), List.of(Roles.DEVICE)));
    }
}
