package io.fieldloop.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people copy out of the documentation works. */
final class DocumentedConfigTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "agent-config.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void documentation_everyExample_canBeUsed() throws Exception {
        List<String> examples = EXAMPLE.matcher(Files.readString(DOCUMENTATION))
                .results()
                .map(example -> example.group(1))
                .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (String example : examples) {
            AgentConfig config = AgentConfig.read(Files.writeString(folder.resolve("agent.yaml"), example));
            assertThat(config.streams()).isNotEmpty();
        }
    }
}
