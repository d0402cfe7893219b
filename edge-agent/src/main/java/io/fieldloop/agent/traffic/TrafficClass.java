package io.fieldloop.agent.traffic;

/** What bytes are for. */
public enum TrafficClass {
    /** Everything by MQTT that is of no other class, both ways. It is counted, and never held back. */
    CONTROL,
    /** Vitals, and how models behave. Those of a day whose budget is spent are not sent. */
    VITALS,
    /** Samples, which wait in the outbox. */
    SAMPLES,
    /** Packages, whose download goes on the next day. */
    MODELS
}
