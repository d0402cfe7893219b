package io.fieldloop.models.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files as their format is written down, right or wrong. */
final class Wav {
    private Wav() {}

    static byte[] file(int coding, int channels, int rate, int bits, int declaredBytes, short... sound) {
        ByteBuffer file = ByteBuffer.allocate(44 + sound.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        file.put(letters("RIFF")).putInt(36 + declaredBytes).put(letters("WAVE"));
        file.put(letters("fmt ")).putInt(16).putShort((short) coding).putShort((short) channels);
        file.putInt(rate).putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
        file.putShort((short) bits).put(letters("data")).putInt(declaredBytes);
        for (short sample : sound) {
            file.putShort(sample);
        }
        return file.array();
    }

    static byte[] letters(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
