/**
 * The local API: programs on or near the device ask its models by HTTP, in the words of the Open Inference Protocol (KServe
 * v2) with the extensions of Triton that a device has a use for.
 *
 * <pre>
 *   LocalApi ──► http.HttpServer ──► Endpoints: the routes ──► Guard: who may ask
 *                                       │
 *                                       ├─► InferEndpoint ──► Models.find ──► ServedModel ──► Slot: its tensors
 *                                       │                      │                              are filled from the socket,
 *                                       │                      │                              run by a Runner, and sent
 *                                       │                      ├ FolderModels: a folder
 *                                       │                      └ DeployedModels: what the hub rolled out
 *                                       └─► ImageEndpoint, SoundEndpoint, StreamEndpoint, ModelEndpoint, RepositoryEndpoint, ServerEndpoint
 * </pre>
 *
 * A request runs on the thread of its connection, a platform thread of which there are only so many. The slots of a model bound
 * its memory and its queue alike: who gets none is told to come back.
 */
@NullMarked
package io.fieldloop.agent.serve;

import org.jspecify.annotations.NullMarked;
