package io.fieldloop.lab.simulation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What stands in an outbox, all streams together, read from its file: the agent is not asked.
 *
 * @param epoch the life of the outbox
 * @param evicted for whatever reason
 * @param rows how many samples are really there
 */
record DeviceLedger(long epoch, long captured, long acknowledged, long queued, long evicted, long rows) {
    private static final String ACCOUNT = """
            SELECT (SELECT epoch FROM life),
                   (SELECT coalesce(sum(captured), 0) FROM account),
                   (SELECT coalesce(sum(acknowledged), 0) FROM account),
                   (SELECT coalesce(sum(queued), 0) FROM account),
                   (SELECT coalesce(sum(count), 0) FROM eviction),
                   (SELECT count(*) FROM sample)""";

    /**
     * Reads it.
     *
     * @throws SQLException if the file is damaged
     */
    static DeviceLedger read(OutboxCopy outbox) throws SQLException {
        try (Connection connection = outbox.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ACCOUNT)) {
            row.next();
            return new DeviceLedger(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
        }
    }

    /** Whether every captured sample is accounted for, and every queued one is there. */
    boolean addsUp() {
        return captured == acknowledged + queued + evicted && queued == rows;
    }
}
