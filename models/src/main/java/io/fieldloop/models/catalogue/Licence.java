package io.fieldloop.models.catalogue;

/**
 * Under which terms an asset may be used.
 *
 * @param ofPackage the licence of the package that holds it, as an SPDX expression
 * @param ofContent the licence of the models or data themselves
 * @param limits what it must not be used for or is not good at, in a sentence
 */
public record Licence(String ofPackage, String ofContent, String limits) {
    public Licence {
        if (ofPackage.isBlank() || ofContent.isBlank() || limits.isBlank()) {
            throw new IllegalArgumentException("a licence must say the package's, the content's and the limits of use");
        }
    }
}
