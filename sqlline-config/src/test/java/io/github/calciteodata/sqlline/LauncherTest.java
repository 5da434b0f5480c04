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
package io.github.calciteodata.sqlline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.calciteodata.demo.DemoService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final String TOP_THREE =
      "SELECT ProductName, UnitPrice FROM Products WHERE UnitPrice > 50"
          + " ORDER BY UnitPrice DESC LIMIT 3";

  /** What a run of the command gave. */
  private record Outcome(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private static Outcome run(String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Launcher(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                Map.of())
            .run(args);
    return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void theFirstQueryOfTheReadmeGivesThreeRows() {
    Outcome outcome = run("", "--outputformat=csv", "--showHeader=false", "-e", TOP_THREE);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.lines())
        .containsExactly(
            "'Honey Drops','282.6050'", "'日本 😀 mixed','277.1790'", "'Wild Rice','250.0490'");
  }

  @Test
  void eachExampleOfTheGreetingRuns() {
    List<String> args = new ArrayList<>();
    Launcher.EXAMPLES.forEach(example -> args.addAll(List.of("-e", example)));
    Outcome outcome = run("", args.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("Honey Drops", "Dairy Products", "request=[GET Measurements");
  }

  @Test
  void aWrongColumnIsNamedAndTheExitCodeIsNotZero() {
    Outcome outcome = run("", "-e", "SELECT nope FROM Products");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("Column 'nope' not found").doesNotContain("\tat ");
  }

  @Test
  void aWarningWasCountedAsAFailure() throws IOException {
    HttpServer tokens = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    tokens.createContext(
        "/token",
        exchange -> {
          byte[] body = "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    tokens.start();
    try (DemoService service = DemoService.start(0)) {
      Outcome outcome =
          run(
              "",
              "--url",
              service.root().toString(),
              "--prop",
              "AuthScheme=OAuthPassword",
              "--prop",
              "InitiateOAuth=REFRESH",
              "--prop",
              "OAuthClientId=c",
              "--prop",
              "OAuthAccessTokenURL=http://127.0.0.1:" + tokens.getAddress().getPort() + "/token",
              "--prop",
              "User=u",
              "--prop",
              "Password=p",
              "--prop",
              "OAuthSettingsLocation=memory://",
              "-e",
              "SELECT ProductName FROM Products LIMIT 1");
      assertThat(outcome.err()).contains("Warning: OAuthGrantType=PASSWORD sends");
      assertThat(outcome.out()).contains("ProductName");
      assertThat(outcome.code()).isZero();
    } finally {
      tokens.stop(0);
    }
  }

  @Test
  void aFailureBeforeTheLastStatementIsNotForgotten() {
    Outcome outcome = run("", "-e", "SELECT nope FROM Products", "-e", "SELECT 1 AS answer");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("answer");
  }

  @Test
  void statementsComeFromStandardInputWithoutEcho() {
    Outcome outcome = run("SELECT 6 * 7 AS answer;\n", "--outputformat=csv");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.lines()).containsExactly("'answer'", "'42'");
  }

  @Test
  void longTextsAreNotCut() {
    Outcome outcome = run("", "-e", "SELECT REPEAT('x', 500) AS \"long\" FROM Company");
    assertThat(outcome.out()).contains("x".repeat(500));
  }

  @Test
  void aServiceOfOnesOwnIsOpenedByItsUrl() throws IOException {
    try (DemoService service = DemoService.start(0)) {
      String url = service.root().toString();
      Outcome outcome =
          run(
              "",
              "--url",
              url,
              "--prop",
              "Schema=Mine",
              "--outputformat=csv",
              "--showHeader=false",
              "-e",
              "SELECT COUNT(*) FROM Mine.Categories");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.lines()).containsExactly("'8'");
    }
  }

  @Test
  void anUnknownPropertyIsRefused() {
    Outcome outcome =
        run("", "--url", "http://127.0.0.1:1/", "--prop", "Pagesiz=1", "-e", "SELECT 1");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("Pagesize");
  }

  @Test
  void aModelJoinsTwoServicesAndAValuesSchema() {
    Outcome outcome =
        run(
            "",
            "--model",
            "models/two-services.json",
            "--outputformat=csv",
            "--showHeader=false",
            "-e",
            """
            SELECT p.ProductName, COUNT(*) AS n, MAX(r.PerEuro) AS rate
            FROM SALES.Products p
            JOIN PLANT.Measurements m ON m.ProductID = p.ProductID
            CROSS JOIN RATES.Rates r
            WHERE p.ProductID = 3 AND r.Currency = 'USD'
            GROUP BY p.ProductName
            """);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.lines()).hasSize(1);
    assertThat(outcome.out()).startsWith("'Café Crème',").endsWith(",'1.0800'\n");
  }

  @Test
  void theDemoModelRunsAsItStands() {
    Outcome outcome =
        run(
            "",
            "--model",
            "models/demo.json",
            "--outputformat=csv",
            "--showHeader=false",
            "-e",
            TOP_THREE);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.lines()).hasSize(3);
  }

  @Test
  void aModelWithoutTheDemoIsUsedInItsPlace(@TempDir Path folder) throws IOException {
    Path model = folder.resolve("o'ne; two.json");
    Files.writeString(
        model,
        """
        {"version": "1.0", "defaultSchema": "M", "schemas": [{"name": "M", "tables": [
          {"name": "T", "type": "view", "sql": "SELECT 1 AS \\"a\\""}]}]}
        """);
    Outcome outcome =
        run("", "--model", model.toString(), "--outputformat=csv", "-e", "SELECT a FROM t");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.lines()).containsExactly("'a'", "'1'");
  }

  @Test
  void wrongUsageIsToldFromFailure() {
    assertThat(run("", "--url").code()).isEqualTo(2);
    assertThat(run("", "--prop", "x").code()).isEqualTo(2);
    assertThat(run("", "--model", "missing.json").code()).isEqualTo(2);
    assertThat(run("", "--model", "m.json", "--url", "http://127.0.0.1/").code()).isEqualTo(2);
    assertThat(run("", "--help").out()).contains("--model FILE");
  }
}
