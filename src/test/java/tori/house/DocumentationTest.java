package tori.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Every package and every class says what it is. */
class DocumentationTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final List<Path> ROOTS = List.of(MAIN, Path.of("src/launcher/java"));

    @Test
    void shouldFindJavadocOnEveryClass() throws IOException {
        List<String> undocumented = new ArrayList<>();
        SourceFile.read(
                files(),
                (file, source) ->
                        source.undocumentedTypes()
                                .forEach(type -> undocumented.add(file + ": " + type)));
        assertThat(undocumented).as("classes without Javadoc").isEmpty();
    }

    @Test
    void shouldFindJavadocOnEveryPackage() throws IOException {
        assertThat(packagesWithout(SourceFile::documentsItsPackage))
                .as("packages without Javadoc in package-info.java")
                .isEmpty();
    }

    @Test
    void shouldFindEveryPackageNullMarked() throws IOException {
        // Not the launcher: for Java 8, where javac complains about what the annotation applies to.
        assertThat(packagesWithout(SourceFile::marksItsPackage))
                .filteredOn(folder -> folder.startsWith(MAIN))
                .as("packages without @NullMarked")
                .isEmpty();
    }

    @Test
    void shouldSeeWhatIsMissing() {
        SourceFile bare = SourceFile.parse("package-info.java", "package tori.x;\n");
        SourceFile comment = SourceFile.parse("package-info.java", "/* No. */ package tori.x;\n");
        SourceFile full =
                SourceFile.parse(
                        "package-info.java", "/** What it is. */\n@NullMarked\npackage tori.x;\n");
        SourceFile types =
                SourceFile.parse("A.java", "/** A. */ class A {}\n// no\nrecord B() {}\n");

        assertThat(bare.documentsItsPackage()).isFalse();
        assertThat(comment.documentsItsPackage()).isFalse();
        assertThat(bare.marksItsPackage()).isFalse();
        assertThat(full.documentsItsPackage()).isTrue();
        assertThat(full.marksItsPackage()).isTrue();
        assertThat(types.undocumentedTypes()).containsExactly("B");
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path root : ROOTS) {
            files.addAll(SourceFile.below(root));
        }
        assertThat(files).isNotEmpty();
        return files;
    }

    private static Set<Path> packagesWithout(Predicate<SourceFile> trait) throws IOException {
        Set<Path> without = packages();
        List<Path> present =
                without.stream()
                        .map(folder -> folder.resolve("package-info.java"))
                        .filter(Files::exists)
                        .toList();
        SourceFile.read(
                present,
                (info, source) -> {
                    if (trait.test(source)) {
                        without.remove(info.getParent());
                    }
                });
        return without;
    }

    private static Set<Path> packages() throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path file : files()) {
            packages.add(file.getParent());
        }
        return packages;
    }
}
