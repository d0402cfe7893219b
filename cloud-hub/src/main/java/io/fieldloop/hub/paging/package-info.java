/**
 * Pages of long lists by keyset: a cursor says where the last page ended, so that rows which come or go meanwhile are
 * neither skipped nor seen twice.
 */
@NullMarked
package io.fieldloop.hub.paging;

import org.jspecify.annotations.NullMarked;
