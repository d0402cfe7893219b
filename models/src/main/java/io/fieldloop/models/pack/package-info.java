/**
 * What travels from hub to device: a signed manifest and the files that it names.
 *
 * <pre>
 *   SignedManifest ──TrustedKeys.verify──► bytes ──ManifestJson.read──► Manifest ──► Variant ──► FileRef ─┐
 *   (DSSE envelope,                        their SHA-256                        └──► Golden ──► FileRef ─┤
 *    manifest.dsse)                        names the package                                              ▼
 *                                                                          LocalPackage: files named by SHA-256
 * </pre>
 *
 * <p>Everything here may come from anybody: bytes become a {@link io.fieldloop.models.pack.Manifest} or a
 * {@link io.fieldloop.models.pack.PackageException}, within bounds of size, depth and number. Only
 * {@link io.fieldloop.models.pack.PackageFolder#open} makes a package that may be given to a runtime.
 */
@NullMarked
package io.fieldloop.models.pack;

import org.jspecify.annotations.NullMarked;
