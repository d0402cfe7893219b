/**
 * How fast and how small the product is, each figure beside that of an anchor measured in the same run: what the same work costs
 * without the product, or with what somebody would use instead of it.
 *
 * <pre>
 *   BenchCommand ──► Bench ──► child processes, ours and the anchor's in turn ──► Row ──► Report   table, JSON, Page
 *                      │
 *                      ├ InferenceBench   InvocationLoop, PredictionLoop │ onnx_loop.c, tflite_loop.c
 *                      ├ HttpBench        the agent by wrk               │ fastify/server.mjs, djl/DjlServer.java
 *                      ├ SwapBench        SwapLoop, RollbackLoop
 *                      ├ ReloadBench      ReloadLoop
 *                      ├ OutboxBench      AppendLoop
 *                      ├ IngestBench      a hub, fed by links of the agent │ its broker and its database, each alone
 *                      ├ SearchBench      a hub with a million samples        │ its database, reading through them all
 *                      └ …
 * </pre>
 *
 * <p>Processes of their own, since one that has warmed up, or filled its memory, makes another figure better or worse. The least of
 * several rounds is told, because whatever else the machine does only ever adds.
 */
@NullMarked
package io.fieldloop.lab.bench;

import org.jspecify.annotations.NullMarked;
