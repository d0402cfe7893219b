package io.fieldloop.hub.channel;

/** Hears that desired states became due to be published. Every bean of this type is told, after the transaction. */
public interface DesiredStateListener {
    /** Some are due; losing this call loses nothing but time, as a hub that starts looks for what is due. */
    void due();
}
