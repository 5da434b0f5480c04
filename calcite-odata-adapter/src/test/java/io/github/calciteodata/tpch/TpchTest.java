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
package io.github.calciteodata.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.GeneratedSection;
import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TPC-H over the engine of the demo service gives a database's answers. */
class TpchTest {
  private static DemoService service;
  private static TpchComparison comparison;

  @BeforeAll
  static void start() throws IOException, SQLException {
    service = Tpch.service();
    comparison = new TpchComparison(service.root());
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    try (DemoService closed = service) {
      GeneratedSection.measured("performance.md", "tpch-apply", comparison.table());
      comparison.close();
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void answersAreThoseOfADatabase(int number) throws IOException, SQLException {
    assertThat(comparison.check(number)).isNotEmpty().hasSizeLessThan(50);
  }

  static IntStream queries() {
    return IntStream.rangeClosed(1, 22);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void aggregatesFetchNoLineItems(int number) throws IOException, SQLException {
    assertThat(Traffic.of(comparison.check(number)).rows()).isLessThanOrEqualTo(4);
  }
}
