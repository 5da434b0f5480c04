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
package io.github.calciteodata.demo.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.calciteodata.demo.data.Navigation;
import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.data.Rows;
import io.github.calciteodata.demo.query.ExpressionCompiler;
import io.github.calciteodata.demo.query.Problem;
import io.github.calciteodata.demo.query.RowQuery;
import io.github.calciteodata.demo.query.RowQuery.Page;
import io.github.calciteodata.demo.query.RowQuery.Position;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceNavigation;
import org.apache.olingo.server.api.uri.queryoption.ExpandItem;

/** Related entities that are written inside of a row; planned once for all rows. */
final class Expansion {
  private final Answer answer;
  private final EdmEntityType owner;
  private final String name;
  private final Navigation navigation;
  private final RowQuery query;
  private final boolean counted;
  private final EntityShape shape;
  private final String linkOptions;

  /**
   * Plans an expansion.
   *
   * @param owner the type whose rows it is written in
   * @param options the item's options as the request has them
   * @param below what the item itself expands
   */
  Expansion(
      Answer answer, EdmEntityType owner, ExpandItem item, List<String> options, ExpandText below) {
    if (item.isStar()
        || item.isRef()
        || item.getLevelsOption() != null
        || item.getApplyOption() != null
        || item.getSearchOption() != null
        || item.hasCountPath()) {
      throw Problem.notImplemented("$expand with *, $ref, $count, $levels, $search or $apply");
    }
    List<UriResource> path = item.getResourcePath().getUriResourceParts();
    if (path.size() != 1 || !(path.get(0) instanceof UriResourceNavigation part)) {
      throw Problem.notImplemented("$expand of a path");
    }
    EdmEntityType target = part.getProperty().getType();
    this.answer = answer;
    this.owner = owner;
    this.name = part.getProperty().getName();
    this.navigation = answer.model().navigation(owner, part.getProperty());
    this.query =
        RowQuery.of(
            new ExpressionCompiler(answer.model(), target, answer.values()),
            item.getFilterOption(),
            item.getOrderByOption(),
            item.getSkipOption(),
            item.getTopOption());
    this.counted = item.getCountOption() != null && item.getCountOption().getValue();
    this.shape =
        new EntityShape(answer, target, item.getSelectOption(), item.getExpandOption(), below);
    this.linkOptions = linkOptions(options);
  }

  private String linkOptions(List<String> options) {
    return Stream.concat(
            options.stream(),
            answer.parameters().stream().map(alias -> alias.getName() + "=" + alias.getText()))
        .map(
            option -> {
              int equals = option.indexOf('=');
              return option.substring(0, equals + 1) + encode(option.substring(equals + 1)) + "&";
            })
        .collect(Collectors.joining());
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  void write(JsonGenerator json, Row row) throws IOException {
    Rows related = Rows.of(navigation.follow(row));
    if (navigation.collection()) {
      writeCollection(json, row, related);
      return;
    }
    json.writeFieldName(name);
    if (related.size() == 0) {
      json.writeNull();
    } else {
      shape.write(json, related.row(0));
    }
  }

  /** Pages as {@link RowQuery} makes them for a request for the collection itself. */
  private void writeCollection(JsonGenerator json, Row row, Rows related) throws IOException {
    int[] positions =
        query.isSorted() || counted && query.isFiltered() ? query.matches(related) : null;
    Page page = query.page(related, positions, Position.START, answer.nestedPageSize());
    if (counted) {
      json.writeNumberField(
          name + "@odata.count", positions == null ? related.size() : positions.length);
    }
    json.writeArrayFieldStart(name);
    for (Row element : page.rows()) {
      shape.write(json, element);
    }
    json.writeEndArray();
    if (page.next() != null) {
      json.writeStringField(
          name + "@odata.nextLink",
          answer.root()
              + EntityId.of(answer.model(), owner, row)
              + "/"
              + name
              + "?"
              + linkOptions
              + "$skiptoken="
              + page.next().token());
    }
  }
}
