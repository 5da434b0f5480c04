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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {
  @Test
  void namesAndValuesKeepTheirOrderAndLoseOuterBlanks() {
    assertThat(ConnectionString.parse(" URL = https://host/s/?a=b ; User= ann ;; Password=;"))
        .containsExactly(
            entry("URL", "https://host/s/?a=b"), entry("User", "ann"), entry("Password", ""));
  }

  @Test
  void quotedValuesHoldAnything() {
    assertThat(ConnectionString.parse("A='x;y=''z'' ' ; B=\"say \"\"hi\"\"; 'ok'\";C=it's"))
        .containsExactly(
            entry("A", "x;y='z' "), entry("B", "say \"hi\"; 'ok'"), entry("C", "it's"));
  }

  @Test
  void emptyTextHasNoValues() {
    assertThat(ConnectionString.parse(" ; ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Password=hun;ter2", "Password='hunter2", "Password='hunter2'x", "=hunter2"})
  void anErrorSaysWhereAndShowsNoPartOfTheText(String text) {
    assertThatThrownBy(() -> ConnectionString.parse(text))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("character")
        .hasMessageNotContaining("ter2");
  }

  @Test
  void aNameGivenTwiceIsRefused() {
    assertThatThrownBy(() -> ConnectionString.parse("User=a;User=b"))
        .hasMessageContaining("User is given twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "a;b", " a ", "'a'", "\"a\"", "a\"b", "\"", ";", "a=b", "it's", ""})
  void whatIsWrittenIsReadBack(String value) {
    assertThat(ConnectionString.parse(ConnectionString.format(Map.of("Name", value))))
        .containsExactly(entry("Name", value));
  }
}
