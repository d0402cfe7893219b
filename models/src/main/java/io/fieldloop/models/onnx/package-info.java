/**
 * ONNX files as data: reading one that may be hostile, and writing one. A graph is built from three kinds of parts, each a protobuf
 * message made by {@link io.fieldloop.models.onnx.OnnxParts}: initialisers hold the weights, nodes say what is computed from which
 * named values, value infos declare what goes in and comes out.
 *
 * <pre>
 *   input ──► node ──► value ──► node ──► output
 *              ▲                  ▲
 *         initialiser        initialiser
 * </pre>
 *
 * Nothing here runs a model, and nothing here is needed on a device.
 */
@NullMarked
package io.fieldloop.models.onnx;

import org.jspecify.annotations.NullMarked;
