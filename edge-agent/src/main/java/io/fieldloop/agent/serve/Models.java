package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.util.List;
import java.util.Optional;

/** The models that the API serves. Any thread. */
public sealed interface Models extends AutoCloseable permits FolderModels, DeployedModels {
    /** How often a version may be swapped for another between the moment it is found and the moment it is asked. */
    int MAX_SWAPS = 8;

    /**
     * A model that can be asked.
     *
     * @param version the newest when empty
     * @throws ApiException with 404 if there is none
     */
    ServedModel find(String name, Optional<String> version) throws ApiException;

    /** All that can be asked. */
    List<ServedModel> serving();

    /** All that there are, whether or not they can be asked. */
    List<Listed> index();

    /**
     * Loads all versions of a model, anew if it is loaded.
     *
     * @throws ApiException if that cannot be done; what served before serves on
     */
    void load(String name) throws ApiException;

    /**
     * Lets a model no longer be asked. Requests under way are answered.
     *
     * @throws ApiException if that cannot be done
     */
    void unload(String name) throws ApiException;

    /**
     * Puts a question to a model, again where it is swapped for another between the moment it is found and the moment it is asked.
     *
     * @throws ApiException if there is no such model, or the question cannot be answered
     * @throws ModelException if the model fails, or is swapped too often
     */
    default <T> T ask(Call call, Question<T> question) throws ApiException, ModelException, InterruptedException {
        for (int swaps = 0; ; swaps++) {
            try {
                return question.put(find(call.name(), call.version()));
            } catch (NoModelException e) {
                throw new ApiException(503, String.valueOf(e.getMessage()));
            } catch (ModelException e) {
                if (e.reason() != Reason.CLOSED || swaps == MAX_SWAPS) {
                    throw e;
                }
            }
        }
    }

    @Override
    void close();

    /** Something that a model is asked, once or again. */
    @FunctionalInterface
    interface Question<T> {
        T put(ServedModel model) throws ApiException, NoModelException, ModelException, InterruptedException;
    }

    /**
     * One version of a model in the index.
     *
     * @param ready whether it can be asked
     * @param reason why it cannot; empty when it can
     */
    record Listed(String name, String version, boolean ready, String reason) {}
}
