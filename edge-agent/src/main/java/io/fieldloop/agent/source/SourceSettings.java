package io.fieldloop.agent.source;

/** Where a stream's images or its sound come from. */
public sealed interface SourceSettings
        permits FolderSettings, CommandSettings, PushSettings, TopicSettings, WavSettings {
    /** The source in a word or two for people, without anything that may be secret. */
    String origin();
}
