package io.fieldloop.hub.web;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.serde.Serde;
import jakarta.inject.Singleton;

/** The names of the protocol are plain texts, in JSON, in paths and in queries. */
@Factory
final class ProtocolTexts {
    @Singleton
    Serde<DeviceId> deviceIds() {
        return new TextSerde<>(DeviceId::new, DeviceId::value);
    }

    @Singleton
    Serde<ModelName> modelNames() {
        return new TextSerde<>(ModelName::new, ModelName::value);
    }

    @Singleton
    Serde<StreamName> streamNames() {
        return new TextSerde<>(StreamName::new, StreamName::value);
    }

    @Singleton
    Serde<Sha256> digests() {
        return new TextSerde<>(Sha256::new, Sha256::hex);
    }

    @Singleton
    TypeConverter<CharSequence, DeviceId> deviceIdsInPaths() {
        return new TextConverter<>(DeviceId::new);
    }

    @Singleton
    TypeConverter<CharSequence, ModelName> modelNamesInPaths() {
        return new TextConverter<>(ModelName::new);
    }

    @Singleton
    TypeConverter<CharSequence, StreamName> streamNamesInPaths() {
        return new TextConverter<>(StreamName::new);
    }

    @Singleton
    TypeConverter<CharSequence, Sha256> digestsInPaths() {
        return new TextConverter<>(Sha256::new);
    }
}
