/**
 * PostgreSQL: the server that the hub starts for itself, the {@code Jdbi} bean with the project's column types, and the
 * ids of rows. Each feature writes its own SQL; migrations stand in {@code db/migration}, at least one file a feature.
 */
@NullMarked
package io.fieldloop.hub.database;

import org.jspecify.annotations.NullMarked;
