package tori.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the compiler's parser sees in one Java file. */
final class SourceFile {

    /** A method, constructor included, and how many lines it takes from its name to its end. */
    record Method(String name, long lines) {}

    private static final JavaCompiler COMPILER =
            Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());

    /** Shared, because to open the JDK's own classes takes longer than to parse a file. */
    private static final StandardJavaFileManager FILES =
            COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

    /** A task for each file takes ten times as long, one for all of them holds all their trees. */
    private static final int FILES_PER_TASK = 100;

    private final CompilationUnitTree unit;
    private final DocTrees trees;

    private SourceFile(CompilationUnitTree unit, DocTrees trees) {
        this.unit = unit;
        this.trees = trees;
    }

    /** Every Java file below {@code root}; none if there is no such folder. */
    static List<Path> below(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    /** Shows every file to {@code reader}, in their order. */
    static void read(List<Path> files, BiConsumer<Path, SourceFile> reader) {
        for (int from = 0; from < files.size(); from += FILES_PER_TASK) {
            List<Path> some = files.subList(from, Math.min(from + FILES_PER_TASK, files.size()));
            Iterator<SourceFile> parsed = parse(FILES.getJavaFileObjectsFromPaths(some)).iterator();
            some.forEach(file -> reader.accept(file, parsed.next()));
        }
    }

    static SourceFile parse(String name, String source) {
        URI uri = URI.create("string:///" + name.replace('\\', '/'));
        JavaFileObject file =
                new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        return parse(List.of(file)).getFirst();
    }

    private static List<SourceFile> parse(Iterable<? extends JavaFileObject> files) {
        JavacTask task =
                (JavacTask) COMPILER.getTask(new StringWriter(), FILES, null, null, null, files);
        DocTrees trees = DocTrees.instance(task);
        List<SourceFile> parsed = new ArrayList<>();
        try {
            task.parse().forEach(unit -> parsed.add(new SourceFile(unit, trees)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parsed;
    }

    List<Method> methods() {
        List<Method> methods = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                methods.add(new Method(method.getName().toString(), lines(method)));
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
        return methods;
    }

    private long lines(MethodTree method) {
        // Annotations and modifiers may take lines of their own; what is read begins after them.
        Tree first = method.getReturnType() == null ? method : method.getReturnType();
        long from = trees.getSourcePositions().getStartPosition(unit, first);
        long to = trees.getSourcePositions().getEndPosition(unit, method);
        return unit.getLineMap().getLineNumber(to) - unit.getLineMap().getLineNumber(from) + 1;
    }

    /** Names of the top-level classes, records, enums and interfaces without Javadoc. */
    List<String> undocumentedTypes() {
        List<String> names = new ArrayList<>();
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree declared && isBlank(docComment(type))) {
                names.add(declared.getSimpleName().toString());
            }
        }
        return names;
    }

    /** Whether this is a package-info with Javadoc. */
    boolean documentsItsPackage() {
        PackageTree declared = unit.getPackage();
        return declared != null && !isBlank(docComment(declared));
    }

    /** Whether this is a package-info that says {@code @NullMarked}. */
    boolean marksItsPackage() {
        PackageTree declared = unit.getPackage();
        return declared != null
                && declared.getAnnotations().stream()
                        .anyMatch(each -> each.getAnnotationType().toString().equals("NullMarked"));
    }

    private String docComment(Tree tree) {
        String comment = trees.getDocComment(TreePath.getPath(unit, tree));
        return comment == null ? "" : comment;
    }

    private static boolean isBlank(String comment) {
        return comment.isBlank();
    }
}
