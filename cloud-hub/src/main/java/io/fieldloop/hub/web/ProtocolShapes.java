package io.fieldloop.hub.web;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DayTraffic;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Region;
import io.fieldloop.protocol.message.ShadowCounts;
import io.fieldloop.protocol.message.StreamCapture;
import io.fieldloop.protocol.message.Uptime;
import io.fieldloop.protocol.message.Vitals;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.serde.Serde;
import io.micronaut.serde.annotation.SerdeImport;
import jakarta.inject.Singleton;

/** The protocol in JSON, in paths and in queries: its names are plain texts, and these of its records are as they are. */
@Factory
@SerdeImport(Vitals.class)
@SerdeImport(DayTraffic.class)
@SerdeImport(ShadowCounts.class)
@SerdeImport(StreamCapture.class)
@SerdeImport(Uptime.class)
@SerdeImport(ClassScore.class)
@SerdeImport(Box.class)
@SerdeImport(Mask.class)
@SerdeImport(Region.class)
final class ProtocolShapes {
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
