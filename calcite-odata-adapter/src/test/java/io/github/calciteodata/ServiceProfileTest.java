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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.ProfileFile.Fact;
import io.github.calciteodata.client.ServiceLimits;
import io.github.calciteodata.edm.CsdlReader;
import io.github.calciteodata.edm.ServiceModel;
import io.github.calciteodata.runtime.LearnedOptions;
import io.github.calciteodata.runtime.Verification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of profiles can be read, name their sources, and are found by their signs. */
class ServiceProfileTest {

  static Stream<String> names() {
    return ServiceProfile.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLineOfAFileHasAValueThatCanBeReadAndASource(String name) {
    ServiceProfile profile = ServiceProfile.read(name);
    List<Fact> facts = ProfileFile.read(name);
    assertThat(facts).extracting(Fact::key).contains("title").doesNotHaveDuplicates();
    assertThat(facts).allSatisfy(f -> assertThat(f.source()).as(f.key()).hasSizeGreaterThan(10));
    for (ProfileKey key : ProfileKey.values()) {
      switch (key) {
        case VERIFY -> profile.choice(key, Verification.class);
        case STRING_COMPARISON -> profile.choice(key, StringComparison.class);
        default -> {
          if (key.defaultValue().equals("true") || key.defaultValue().equals("false")) {
            assertThat(profile.text(key)).isIn("true", "false");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatAFileSaysDiffersFromTheDefault(String name) {
    for (Fact fact : ProfileFile.read(name)) {
      ProfileKey key = ProfileKey.find(fact.key()).orElseThrow();
      // in is said for 4.01 services too, whose default is another
      if (key != ProfileKey.IN) {
        assertThat(fact.value()).as(fact.key()).isNotEqualTo(key.defaultValue());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://org.crm4.dynamics.com/api/data/v9.2/, X, dataverse",
    "https://proxy.example/d/, Microsoft.Dynamics.CRM, dataverse",
    "https://graph.microsoft.com/v1.0/, X, graph",
    "https://proxy.example/graph/, microsoft.graph, graph",
    "https://api.businesscentral.dynamics.com/v2.0/t/production/api/v2.0/, X, business-central",
    "https://sap.example:44300/sap/opu/odata/sap/SRV/, X, sap-gateway",
    "https://api4.successfactors.com/odata/v2/, X, successfactors",
    "https://tenant.sharepoint.com/sites/a/_api/web/, X, sharepoint",
    "https://host/odata/, Default, aspnetcore",
    "https://host/odata/, X, generic",
  })
  void autoTellsAFamilyByAddressOrNamespace(String root, String namespace, String profile) {
    assertThat(auto(root, namespace, "")).isEqualTo(profile);
  }

  @ParameterizedTest
  @CsvSource({
    "generic, 6000, 4, 2147483647, 2147483647, 2147483647",
    "sharepoint, 2000, 4, 2147483647, 2147483647, 2147483647",
    "business-central, 6000, 3, 2147483647, 2147483647, 2147483647",
    "sap-cap, 6000, 4, 1000, 2147483647, 2147483647",
    "graph, 6000, 4, 2147483647, 15, 15",
    "aspnetcore, 6000, 4, 2147483647, 14, 2147483647",
  })
  void limitsOfAProfileAreThoseOfTheClient(
      String profile, int length, int parallel, int page, int comparisons, int values) {
    ServiceModel model = CsdlReader.read(document("X", "").getBytes(StandardCharsets.UTF_8));
    ServiceLimits limits = new ServiceLimits(warning -> {});
    ODataOptions options = ODataOptions.of(Map.of("URL", "http://host/s/"));
    new PushdownPolicy(
            options, model, ServiceProfile.read(profile), new LearnedOptions(warning -> {}))
        .limit(limits, List.of());
    assertThat(limits.maxUrlLength()).isEqualTo(length);
    assertThat(limits.parallelism()).isEqualTo(parallel);
    assertThat(limits.maxPageSize()).isEqualTo(page);
    assertThat(limits.maxComparisons()).isEqualTo(comparisons);
    assertThat(limits.maxIn()).isEqualTo(values);
    assertThat(limits.takesLonger()).isEqualTo(!profile.equals("graph"));
  }

  @ParameterizedTest
  @CsvSource({
    "org.teiid.translator.jpa.x, teiid",
    "teiid.NAMEINSOURCE, teiid",
    "Org.OData.Core.V1.Description, generic",
  })
  void autoTellsAFamilyByATermOfItsOwn(String term, String profile) {
    assertThat(
            auto(
                "http://127.0.0.1:8080/s/",
                "X",
                "<Annotation Term=\"" + term + "\" String=\"a\"/>"))
        .isEqualTo(profile);
  }

  private static String document(String namespace, String annotation) {
    return "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>"
        + "<Schema Namespace=\""
        + namespace
        + "\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">"
        + "<EntityType Name=\"T\"><Property Name=\"P\" Type=\"Edm.String\">"
        + annotation
        + "</Property></EntityType><EntityContainer Name=\"C\"/></Schema></edmx:DataServices></edmx:Edmx>";
  }

  private static String auto(String root, String namespace, String annotation) {
    return ServiceProfile.of(
            ServiceProfile.AUTO,
            URI.create(root),
            CsdlReader.read(document(namespace, annotation).getBytes(StandardCharsets.UTF_8)))
        .name();
  }
}
