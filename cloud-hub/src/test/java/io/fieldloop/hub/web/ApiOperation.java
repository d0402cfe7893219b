package io.fieldloop.hub.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/**
 * One operation of the API's description, and the requests that it has to refuse.
 *
 * @param path with the names of its parts in braces
 * @param description as it stands in the document
 */
record ApiOperation(String method, String path, Map<String, Object> description, Map<String, Object> document) {
    private static final String JSON = "application/json";

    /** All that the description of the API tells of. */
    static List<ApiOperation> all() throws IOException {
        try (InputStream in = ApiOperation.class.getResourceAsStream("/META-INF/swagger/openapi.yml")) {
            Map<String, Object> document = new Yaml().load(Objects.requireNonNull(in));
            List<ApiOperation> operations = new ArrayList<>();
            map(document, "paths")
                    .forEach((path, methods) -> asMap(methods)
                            .forEach((method, description) -> operations.add(new ApiOperation(
                                    method.toUpperCase(Locale.ROOT), path, asMap(description), document))));
            return operations;
        }
    }

    /** A request that is wrong at {@code pointer}. */
    record Wrong(String target, String body, String pointer) {}

    boolean isForDevices() {
        return path.startsWith("/device/");
    }

    boolean takesJson() {
        return bodySchema().isPresent();
    }

    /** The path with well-formed names of things that are not there. */
    String target() {
        return path.replaceAll("\\{(sha256|manifest)}", "0".repeat(64))
                .replace("/snapshots/{id}", "/snapshots/" + "0".repeat(64))
                .replace("/devices/{id}", "/devices/nobody")
                .replace("{id}", "01980000-0000-7000-8000-000000000000")
                .replace("{version}", "1")
                .replaceAll("\\{\\w+}", "nothing");
    }

    /** The path with names that cannot be. */
    String junkTarget() {
        return path.replaceAll("\\{\\w+}", "%00%FF..%2F_JUNK_" + "x".repeat(300));
    }

    /** A query for each parameter that is a number, a name, a list position or one of some words, with junk in it. */
    List<Wrong> wrongQueries() {
        List<Wrong> wrong = new ArrayList<>();
        for (Object each : (List<?>) description.getOrDefault("parameters", List.of())) {
            Map<String, Object> parameter = asMap(each);
            Map<String, Object> schema = map(parameter, "schema");
            String name = String.valueOf(parameter.get("name"));
            boolean isTyped = name.equals("cursor")
                    || types(schema).contains("integer")
                    || types(schema).contains("number")
                    || schema.containsKey("enum")
                    || schema.containsKey("format");
            if (isTyped && "query".equals(parameter.get("in"))) {
                for (String junk : List.of("nonsense", "-1e99", "9".repeat(40), "%00", "x".repeat(2_000))) {
                    wrong.add(new Wrong(target() + "?" + name + "=" + junk, "", "?" + name));
                }
            }
        }
        return wrong;
    }

    /** A body for each field of the body, where that field has another type or is not there. */
    List<Wrong> wrongBodies() {
        Map<String, Object> schema = bodySchema().orElseThrow();
        Map<String, Object> sample = asMap(sample(schema));
        List<Wrong> wrong = new ArrayList<>();
        map(schema, "properties").forEach((name, each) -> {
            Object junk = isObject(asMap(each)) ? "junk" : Map.of("junk", List.of(1));
            wrong.add(wrong(with(sample, name, junk), name));
        });
        for (Object name : (List<?>) schema.getOrDefault("required", List.of())) {
            Map<String, Object> body = new LinkedHashMap<>(sample);
            body.remove(String.valueOf(name));
            wrong.add(wrong(body, String.valueOf(name)));
        }
        wrong.add(wrong(with(sample, "surplus", 1), "surplus"));
        return wrong;
    }

    private Wrong wrong(Map<String, Object> body, String field) {
        return new Wrong(target(), json(body), "/" + field);
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(body);
        changed.put(name, value);
        return changed;
    }

    private Optional<Map<String, Object>> bodySchema() {
        return Optional.ofNullable(description.get("requestBody"))
                .map(body -> map(asMap(body), "content").get(JSON))
                .map(content -> resolved(map(asMap(content), "schema")));
    }

    private boolean isObject(Map<String, Object> schema) {
        Map<String, Object> resolved = resolved(schema);
        return resolved.containsKey("properties")
                || resolved.containsKey("additionalProperties")
                || resolved.containsKey("oneOf")
                || types(resolved).contains("array");
    }

    /** Something that a schema allows, as far as it says. */
    private Object sample(Map<String, Object> schema) {
        Map<String, Object> resolved = resolved(schema);
        if (resolved.get("oneOf") instanceof List<?> forms) {
            Map<String, Object> names = map(map(resolved, "discriminator"), "mapping");
            return with(
                    asMap(sample(asMap(forms.getFirst()))),
                    "type",
                    names.keySet().iterator().next());
        }
        if (resolved.get("enum") instanceof List<?> words) {
            return words.getFirst();
        }
        if (resolved.containsKey("properties")) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map(resolved, "properties").forEach((name, field) -> fields.put(name, sample(asMap(field))));
            return fields;
        }
        List<String> types = types(resolved);
        if (types.contains("array")) {
            return List.of(sample(map(resolved, "items")));
        }
        if (types.contains("integer") || types.contains("number")) {
            return 1;
        }
        if (types.contains("boolean")) {
            return true;
        }
        if ("date-time".equals(resolved.get("format"))) {
            return "2026-11-22T12:00:00Z";
        }
        return types.contains("string") ? "x" : Map.of();
    }

    private Map<String, Object> resolved(Map<String, Object> schema) {
        if (schema.get("allOf") instanceof List<?> parts) {
            return resolved(asMap(parts.getFirst()));
        }
        if (schema.get("$ref") instanceof String reference) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            return map(map(map(document, "components"), "schemas"), name);
        }
        return schema;
    }

    private static List<String> types(Map<String, Object> schema) {
        Object type = schema.getOrDefault("type", List.of());
        return type instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(type));
    }

    private static String json(Object value) {
        return switch (value) {
            case Map<?, ?> fields -> {
                List<String> parts = new ArrayList<>();
                fields.forEach((name, field) -> parts.add("\"%s\": %s".formatted(name, json(field))));
                yield "{" + String.join(", ", parts) + "}";
            }
            case List<?> items ->
                items.stream().map(ApiOperation::json).toList().toString();
            case Number number -> number.toString();
            default -> "\"" + value + "\"";
        };
    }

    private static Map<String, Object> map(Map<String, Object> from, String name) {
        return asMap(from.getOrDefault(name, Map.of()));
    }

    @SuppressWarnings("unchecked") // the document is of maps with texts as keys
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
