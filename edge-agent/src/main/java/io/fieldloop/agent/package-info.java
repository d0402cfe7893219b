/**
 * The program on the device. {@link io.fieldloop.agent.AgentApplication} puts it together: to read it is to read this.
 *
 * <pre>
 *              Pipeline, one for each stream
 *   source ─────► inference ─────► capture ─────► link ─────► the hub
 *                    ▲  └────► sink                │
 *                    └──── deployment ◄─────────────┘
 *
 *   accelerator what computes the models, by measurement
 *   config      what is set on this device             identity   who it is, and whom it trusts
 *   health      how it feels                           disk       what survives a power cut
 * </pre>
 *
 * <p>The application knows the features, they know the ports (such as {@code link.Link}), and only the application knows
 * their adapters. Capture and deployment know nothing of each other. {@code AgentRulesTest} holds this.
 */
@NullMarked
package io.fieldloop.agent;

import org.jspecify.annotations.NullMarked;
