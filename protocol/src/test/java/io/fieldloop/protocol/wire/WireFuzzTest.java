package io.fieldloop.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes give a message or a {@link WireException}, with memory in proportion to the input. */
class WireFuzzTest {
    private static final int MUTANTS_PER_SEED = 3_000;
    private static final long CONSTANT_BYTES = 1 << 20;
    private static final long BYTES_PER_INPUT_BYTE = 400;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Classes that are loaded on the first error must not count as what an input costs. */
    @BeforeEach
    void loadClasses() throws Exception {
        for (byte[] seed : seeds()) {
            for (int length = 0; length <= seed.length; length++) {
                decodes(Arrays.copyOf(seed, length));
            }
        }
        for (int first = 0; first < 256; first++) {
            decodes(new byte[] {(byte) first});
        }
    }

    @Test
    @Timeout(120)
    void decode_damagedMessages_giveAMessageOrADeclaredError() throws Exception {
        var random = new SplittableRandom(20_261_122);
        int refused = 0;
        for (byte[] seed : seeds()) {
            for (int i = 0; i < MUTANTS_PER_SEED; i++) {
                refused += survives(damaged(seed, random)) ? 0 : 1;
            }
        }
        assertThat(refused).as("damage must be noticed").isGreaterThan(MUTANTS_PER_SEED);
    }

    @Test
    @Timeout(120)
    void decode_randomBytes_giveAMessageOrADeclaredError() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(1, 512)];
            random.nextBytes(noise);
            noise[0] = (byte) (random.nextBoolean() ? 0xbf : noise[0]);
            survives(noise);
        }
    }

    @Test
    @Timeout(120)
    void decode_largestMessageOfTinyValues_staysWithinMemory() {
        byte[] bomb = new byte[Wire.MAX_MESSAGE_BYTES];
        Arrays.fill(bomb, (byte) 0x00);
        bomb[0] = (byte) 0xa1;
        bomb[1] = 0x61;
        bomb[2] = 'v';
        bomb[3] = (byte) 0x9f;
        assertThat(survives(bomb)).isFalse();
    }

    /** Whether it was a message; fails on any other exception and on allocation out of proportion. */
    private boolean survives(byte[] encoded) {
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean isMessage = decodes(encoded);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated)
                .as(
                        "allocated for %d bytes: %s",
                        encoded.length, HexFormat.of().formatHex(encoded, 0, Math.min(64, encoded.length)))
                .isLessThan(CONSTANT_BYTES + BYTES_PER_INPUT_BYTE * encoded.length);
        return isMessage;
    }

    private static boolean decodes(byte[] encoded) {
        boolean any = false;
        try {
            Wire.decodeDeviceMessage(encoded);
            any = true;
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            Wire.decodeHubMessage(encoded);
            any = true;
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        return any;
    }

    private static byte[] damaged(byte[] seed, SplittableRandom random) {
        byte[] mutant = seed.clone();
        for (int n = random.nextInt(1, 6); n > 0; n--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                case 3 -> mutant[at] = (byte) (random.nextInt(8) << 5 | random.nextInt(24, 32));
                default -> mutant = spliced(mutant, at, random);
            }
        }
        return mutant;
    }

    private static byte[] spliced(byte[] from, int at, SplittableRandom random) {
        int length = random.nextInt(0, from.length - at + 1);
        byte[] longer = new byte[from.length + length];
        System.arraycopy(from, 0, longer, 0, at + length);
        System.arraycopy(from, at, longer, at + length, from.length - at);
        return longer;
    }

    private static List<byte[]> seeds() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(WireFuzzTest.class.getResource("/vectors"), "vectors")
                .toURI());
        List<byte[]> seeds = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(HexFormat.of().parseHex(Files.readString(file).strip()));
            }
        }
        assertThat(seeds).hasSizeGreaterThan(10);
        return seeds;
    }
}
