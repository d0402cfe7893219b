package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.ProblemException;
import io.micronaut.core.io.ResourceLoader;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** The description of the whole API (OpenAPI), made from the controllers when they are compiled. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Fieldloop hub",
                        version = "v1",
                        description = "Devices, samples, labels, models and rollouts. Refusals are problem documents "
                                + "(RFC 9457); long lists come in pages, each with the cursor of the next.",
                        license = @License(name = "Apache-2.0")),
        security = {@SecurityRequirement(name = "token"), @SecurityRequirement(name = "session")})
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityScheme(
        name = "session",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.COOKIE,
        paramName = "fieldloop-session")
@Controller("/openapi.yml")
@Secured(SecurityRule.IS_ANONYMOUS)
class ApiDocument {
    private static final String PLACE = "classpath:META-INF/swagger/openapi.yml";

    private final ResourceLoader resources;

    ApiDocument(ResourceLoader resources) {
        this.resources = resources;
    }

    @Hidden
    @Get
    HttpResponse<StreamedFile> get() {
        return resources
                .getResourceAsStream(PLACE)
                .map(in -> HttpResponse.ok(new StreamedFile(in, MediaType.of("application/yaml"))))
                .orElseThrow(() -> ProblemException.notFound("description", "openapi.yml"));
    }
}
