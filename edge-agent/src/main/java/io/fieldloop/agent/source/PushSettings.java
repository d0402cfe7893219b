package io.fieldloop.agent.source;

/**
 * Images that programs of this device bring to the local API.
 *
 * @param maxImageBytes the largest image
 */
public record PushSettings(int maxImageBytes) implements SourceSettings {
    @Override
    public String origin() {
        return "the local API";
    }
}
