package io.fieldloop.agent.traffic;

import java.io.IOException;

/** A download stops where it is, because the budget of the day is spent. It may go on when another day begins. */
public final class BudgetSpentException extends IOException {
    private static final long serialVersionUID = 1;

    BudgetSpentException() {
        super("the budget of models for today is spent; the download goes on tomorrow");
    }
}
