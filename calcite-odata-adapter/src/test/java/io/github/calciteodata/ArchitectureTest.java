/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.calciteodata;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.calciteodata.edm.EdmType;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages: which may use which. */
class ArchitectureTest {
  private static final String BASE = "io.github.calciteodata";
  private static final String ROOT = "(root)";

  /** Every package and those that it may use besides itself. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          ROOT,
          Set.of("edm", "query", "rel", "runtime", "client", "auth", "net", "function"),
          "edm",
          Set.of(),
          "query",
          Set.of("edm"),
          "rel",
          Set.of("query", "edm", "runtime"),
          "runtime",
          Set.of("query", "client", "edm"),
          "client",
          Set.of("auth", "net"),
          "auth",
          Set.of("net"),
          "net",
          Set.of(),
          "function",
          Set.of("runtime", "auth", "edm", "client"),
          "jdbc",
          Set.of(ROOT, "rel", "function", "runtime", "auth", "edm", "client"));

  /** The product's own classes, not those of the demo service or of tests on the class path. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(EdmType.class.getProtectionDomain().getCodeSource().getLocation());

  static Stream<String> packages() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatItsArrowsAllow(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), MAY_USE.get(name).stream())
            .map(ArchitectureTest::pattern)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(pattern(name))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(resideOutsideOfPackage(BASE + "..")))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().assignedFrom(new FirstSegment()).should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theServiceModelAndTheQueryKnowNothingOfCalcite() {
    noClasses()
        .that()
        .resideInAnyPackage(pattern("edm"), pattern("query"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.calcite..")
        .check(CLASSES);
  }

  /** R42: a runtime made by jlink may have neither of them. */
  @Test
  void neitherTheJdksHttpServerNorItsDesktopIsNeeded() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun..", "sun..", "java.awt..", "javax.swing..", "java.applet..")
        .check(CLASSES);
  }

  @Test
  void noPackageIsWithoutArrows() {
    Set<String> found =
        CLASSES.stream()
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_USE.keySet()).containsAll(found);
  }

  private static String pattern(String name) {
    return name.equals(ROOT) ? BASE : BASE + "." + name + "..";
  }

  private static String packageOf(JavaClass c) {
    String name = c.getPackageName();
    return name.equals(BASE) ? ROOT : name.substring(BASE.length() + 1).split("\\.", -1)[0];
  }

  private static final class FirstSegment implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass c) {
      return c.getPackageName().startsWith(BASE)
          ? SliceIdentifier.of(packageOf(c))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of " + BASE;
    }
  }
}
