package io.fieldloop.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.source.FolderSettings.After;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class FolderSourceTest {
    @TempDir
    Path folder;

    private final List<FolderSource> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (FolderSource source : opened) {
            source.close();
        }
    }

    @Test
    void next_readsImagesInTheOrderOfTheirNames() throws Exception {
        put("b.png");
        put("c.JPG");
        put("a.jpeg");
        FolderSource source = open(After.KEEP);

        assertThat(names(source, 3)).containsExactly("a.jpeg", "b.png", "c.JPG");
    }

    @Test
    void next_returnsTheBytesAndTheirType() throws Exception {
        Files.writeString(folder.resolve("a.png"), "content");

        Input input = open(After.KEEP).next();

        assertThat(input.mediaType()).isEqualTo("image/png");
        assertThat(input.media().toArray()).asString().isEqualTo("content");
    }

    @Test
    void next_passesOverWhatIsNotWholeOrNoImage() throws Exception {
        put(".hidden.png");
        put("half.png.part");
        put("notes.txt");
        Files.createDirectories(folder.resolve("folder.png"));
        put("z.png");

        assertThat(names(open(After.KEEP), 1)).containsExactly("z.png");
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("notes.txt"));
    }

    @Test
    void next_waitsForAFileThatIsRenamedWhenItIsWhole() throws Exception {
        FolderSource source = open(After.KEEP);
        CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> name(source));
        Path part = put("new.png.part");

        Files.move(part, folder.resolve("new.png"));

        assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo("new.png");
    }

    @Test
    void next_seesManyFilesThatComeLater() throws Exception {
        FolderSource source = open(After.DELETE);
        put("0001.png");
        assertThat(name(source)).isEqualTo("0001.png");
        for (int i = 2; i <= 500; i++) {
            put("%04d.png".formatted(i));
        }

        assertThat(names(source, 499)).hasSize(499).doesNotHaveDuplicates().doesNotContain("0001.png");
    }

    @Test
    void next_folderWithMoreFilesThanFitIntoMemory_readsAllInOrder() throws Exception {
        for (int i = 0; i < 5000; i++) {
            put("%04d.png".formatted(i));
        }

        List<String> names = names(open(After.KEEP), 5000);

        assertThat(names).hasSize(5000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void finish_delete_removesTheFile_onlyThen() throws Exception {
        Path file = put("a.png");
        FolderSource source = open(After.DELETE);

        Input input = source.next();
        assertThat(file).exists();

        source.finish(input);
        assertThat(file).doesNotExist();
    }

    @Test
    void finish_keep_leavesTheFile_andReadsItOnce() throws Exception {
        Path file = put("a.png");
        FolderSource source = open(After.KEEP);
        source.finish(source.next());
        put("b.png");

        assertThat(name(source)).isEqualTo("b.png");
        assertThat(file).exists();
    }

    @Test
    void setAside_movesTheImageAway_andCountsIt() throws Exception {
        put("a.png");
        put("b.png");
        FolderSource source = open(After.DELETE);

        source.setAside(source.next(), "no image");

        assertThat(folder.resolve(FolderSource.BROKEN_FOLDER).resolve("a.png")).exists();
        assertThat(folder.resolve("a.png")).doesNotExist();
        assertThat(source.skipped()).isEqualTo(1);
        assertThat(name(source)).isEqualTo("b.png");
    }

    @Test
    void next_fileThatIsTooLong_isSetAsideWithoutBeingTakenIntoMemory() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("a.png").toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        put("b.png");
        FolderSource source = open(After.DELETE);

        assertThat(name(source)).isEqualTo("b.png");
        assertThat(source.skipped()).isEqualTo(1);
    }

    @Test
    void next_fileThatVanishes_isPassedOver() throws Exception {
        put("a.png");
        put("b.png");
        put("c.png");
        FolderSource source = open(After.DELETE);
        assertThat(name(source)).isEqualTo("a.png");
        Files.delete(folder.resolve("b.png"));

        assertThat(name(source)).isEqualTo("c.png");
        assertThat(source.skipped()).isZero();
    }

    @Test
    void next_keepsThePace() throws Exception {
        put("a.png");
        put("b.png");
        put("c.png");
        FolderSource source = FolderSource.open(new FolderSettings(folder, Duration.ofMillis(200), After.KEEP));
        opened.add(source);
        long start = System.nanoTime();

        names(source, 3);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void next_interrupted_endsAtOnce() throws Exception {
        FolderSource source = open(After.KEEP);
        var thread = new Thread(() -> {
            try {
                source.next();
            } catch (IOException | InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();

        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void open_missingFolder_isMade() throws Exception {
        Path missing = folder.resolve("a/b");

        opened.add(FolderSource.open(new FolderSettings(missing, Duration.ZERO, After.KEEP)));

        assertThat(missing).isDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)))
                .startsWith("rwx");
    }

    private Path put(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "image");
    }

    private FolderSource open(After after) throws IOException {
        FolderSource source = FolderSource.open(new FolderSettings(folder, Duration.ZERO, after));
        opened.add(source);
        return source;
    }

    private static List<String> names(FolderSource source, int count) throws IOException, InterruptedException {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            Input input = source.next();
            names.add(input.name());
            source.finish(input);
        }
        return names;
    }

    private static String name(FolderSource source) {
        try {
            return names(source, 1).getFirst();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
