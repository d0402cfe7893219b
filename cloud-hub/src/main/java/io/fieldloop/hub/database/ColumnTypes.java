package io.fieldloop.hub.database;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jspecify.annotations.Nullable;

/** How the project's ids stand in columns: names as {@code text}, digests as {@code bytea}, rollouts as {@code uuid}. */
final class ColumnTypes {
    private ColumnTypes() {}

    static void register(Jdbi jdbi) {
        jdbi.registerArgument(ColumnTypes::written);
        jdbi.registerColumnMapper(DeviceId.class, text(DeviceId::new));
        jdbi.registerColumnMapper(StreamName.class, text(StreamName::new));
        jdbi.registerColumnMapper(ModelName.class, text(ModelName::new));
        jdbi.registerColumnMapper(Sha256.class, (row, column, _) -> mapped(row.getBytes(column), Sha256::ofDigest));
        jdbi.registerColumnMapper(
                RolloutId.class, (row, column, _) -> mapped(row.getObject(column, UUID.class), RolloutId::new));
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.registerArrayType(Integer.class, "integer");
        jdbi.registerArrayType(Double.class, "double precision");
        jdbi.registerArrayType(DeviceId.class, "text", DeviceId::value);
        jdbi.registerArrayType(StreamName.class, "text", StreamName::value);
        jdbi.registerArrayType(ModelName.class, "text", ModelName::value);
    }

    private static Optional<Argument> written(Type type, @Nullable Object value, ConfigRegistry config) {
        return switch (value) {
            case DeviceId id -> text(id.value());
            case StreamName name -> text(name.value());
            case ModelName name -> text(name.value());
            case Sha256 digest -> Optional.of((position, row, _) -> row.setBytes(position, digest.toArray()));
            case RolloutId id -> Optional.of((position, row, _) -> row.setObject(position, id.value()));
            case null, default -> Optional.empty(); // Jdbi knows the rest
        };
    }

    private static Optional<Argument> text(String value) {
        return Optional.of((position, row, _) -> row.setString(position, value));
    }

    private static <T> ColumnMapper<T> text(Function<String, T> read) {
        return (row, column, _) -> mapped(row.getString(column), read);
    }

    private static <S, T> @Nullable T mapped(@Nullable S value, Function<S, T> read) {
        return value == null ? null : read.apply(value);
    }
}
