package io.fieldloop.hub.database;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;

/** A parameter of type {@code bytea[]}; for arrays of other types Jdbi's {@code bindArray} does. */
public final class BytesArray implements Argument {
    private final byte[][] elements;

    private BytesArray(byte[][] elements) {
        this.elements = elements;
    }

    /** An array of contents. */
    public static BytesArray ofContents(Collection<Bytes> contents) {
        return new BytesArray(contents.stream().map(Bytes::toArray).toArray(byte[][]::new));
    }

    /** An array of digests. */
    public static BytesArray ofDigests(Collection<Sha256> digests) {
        return new BytesArray(digests.stream().map(Sha256::toArray).toArray(byte[][]::new));
    }

    @Override
    public void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        statement.setArray(position, statement.getConnection().createArrayOf("bytea", elements));
    }
}
