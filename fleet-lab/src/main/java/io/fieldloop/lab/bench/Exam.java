package io.fieldloop.lab.bench;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.message.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Images, and what two models say of each when nothing else goes on. The first model is in the odd versions, the second in the even
 * ones. Any thread.
 */
record Exam(List<Image> images, List<Prediction> odd, List<Prediction> even) {
    private static final int IMAGES = 32;

    Exam {
        images = List.copyOf(images);
        odd = List.copyOf(odd);
        even = List.copyOf(even);
    }

    /** Asks both of noise, always the same. */
    static Exam of(LocalPackage odd, LocalPackage even) throws ModelException {
        var random = new Random(1);
        List<Image> images = new ArrayList<>();
        List<Prediction> ofOdd = new ArrayList<>();
        List<Prediction> ofEven = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            int[] pixels = random.ints(FashionVersions.SIDE * FashionVersions.SIDE, 0, 1 << 24)
                    .toArray();
            Image image = new Image(FashionVersions.SIDE, FashionVersions.SIDE, pixels);
            images.add(image);
            ofOdd.add(FashionVersions.predict(odd, image));
            ofEven.add(FashionVersions.predict(even, image));
            if (ofOdd.getLast().equals(ofEven.getLast())) {
                throw new IllegalStateException("the two models cannot be told apart by image " + i);
            }
        }
        return new Exam(images, ofOdd, ofEven);
    }

    /** Whether an answer is that of the version which it names. */
    boolean isRight(int image, Answer answer) {
        boolean isOdd = answer.model().version() % 2 == 1;
        return answer.prediction().equals((isOdd ? odd : even).get(image));
    }
}
