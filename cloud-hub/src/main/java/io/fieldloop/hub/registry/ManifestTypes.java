package io.fieldloop.hub.registry;

import io.fieldloop.models.pack.Carry;
import io.fieldloop.models.pack.Constant;
import io.fieldloop.models.pack.Limits;
import io.fieldloop.models.pack.SsdAnchors;
import io.micronaut.serde.annotation.SerdeImport;

/** Has parts of the manifest read from JSON as they are. */
@SerdeImport(SsdAnchors.class)
@SerdeImport(Carry.class)
@SerdeImport(Constant.class)
@SerdeImport(Limits.class)
final class ManifestTypes {
    private ManifestTypes() {}
}
