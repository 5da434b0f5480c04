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
package io.github.calciteodata.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.calciteodata.demo.data.DemoModel;
import io.github.calciteodata.demo.data.Row;
import io.github.calciteodata.demo.data.Rows;
import io.github.calciteodata.demo.json.Answer;
import io.github.calciteodata.demo.json.EntityShape;
import io.github.calciteodata.demo.json.ResultShape;
import io.github.calciteodata.demo.json.RowWriter;
import io.github.calciteodata.demo.query.Comparisons;
import io.github.calciteodata.demo.query.ExpressionCompiler;
import io.github.calciteodata.demo.query.Problem;
import io.github.calciteodata.demo.query.Relation;
import io.github.calciteodata.demo.query.RowQuery;
import io.github.calciteodata.demo.query.RowQuery.Page;
import io.github.calciteodata.demo.query.RowQuery.Position;
import io.github.calciteodata.demo.query.Shape;
import io.github.calciteodata.demo.query.Transformations;
import java.io.IOException;
import java.util.Map;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;

/** Answers requests for many rows, page by page. */
final class Collections {
  private final ResultCache<int[]> matches = new ResultCache<>();
  private final ResultCache<Relation> relations = new ResultCache<>();
  private final DemoModel model;
  private final DemoService.Options options;
  private final JsonBodies bodies;
  private final LongLinks links;

  Collections(DemoModel model, DemoService.Options options, JsonBodies bodies, LongLinks links) {
    this.model = model;
    this.options = options;
    this.bodies = bodies;
    this.links = links;
  }

  /** Returns the answer of {@code /$count}. */
  Response count(UriInfo uri, Target.Entities entities, Map<String, Expression> aliases) {
    Comparisons.limit(uri.getFilterOption(), options.maxComparisons());
    Relation source = source(uri, entities, aliases);
    RowQuery query =
        RowQuery.of(compiler(source, aliases), uri.getFilterOption(), null, null, null);
    int count =
        query.isFiltered()
            ? matches(uri, entities, source.rows(), query).length
            : source.rows().size();
    return Response.text(Integer.toString(count));
  }

  Response page(Request request, UriInfo uri, Target.Entities entities, Answer answer) {
    Comparisons.limit(uri.getFilterOption(), options.maxComparisons());
    Map<String, Expression> aliases = answer.values();
    Relation source = source(uri, entities, aliases);
    RowQuery query =
        RowQuery.of(
            compiler(source, aliases),
            uri.getFilterOption(),
            uri.getOrderByOption(),
            uri.getSkipOption(),
            uri.getTopOption());
    ResultShape made = new ResultShape(source.shape(), answer.format(), uri.getSelectOption());
    boolean transformed = source.shape().type() == null;
    if (transformed && uri.getExpandOption() != null) {
      throw Problem.badRequest("There is nothing to expand in the result of $apply");
    }
    RowWriter writer =
        transformed
            ? made
            : new EntityShape(answer, entities.type(), uri.getSelectOption(), uri.getExpandOption())
                .with(made);
    String context = transformed ? made.context() : EntityShape.context(uri.getSelectOption());
    boolean counted = uri.getCountOption() != null && uri.getCountOption().getValue();
    int[] positions =
        query.isSorted() || counted && query.isFiltered()
            ? matches(uri, entities, source.rows(), query)
            : null;
    int count = positions == null ? source.rows().size() : positions.length;
    int pageSize =
        Math.min(request.preferredPageSize().orElse(options.pageSize()), options.maxPageSize());
    Page page = query.page(source.rows(), positions, start(uri), pageSize);
    Response response =
        bodies.of(
            answer.format(),
            "#" + entities.name() + context,
            generator -> {
              if (counted) {
                writeCount(generator, count, answer.format().exactNumbersAsText());
              }
              generator.writeArrayFieldStart("value");
              for (Row row : page.rows()) {
                writer.write(generator, row);
              }
              generator.writeEndArray();
              if (page.next() != null) {
                generator.writeStringField("@odata.nextLink", links.to(request, page.next()));
              }
            });
    return request.preferredPageSize().isPresent()
        ? response.with("Preference-Applied", "odata.maxpagesize=" + pageSize)
        : response;
  }

  private static void writeCount(JsonGenerator generator, int count, boolean asText)
      throws IOException {
    generator.writeFieldName("@odata.count");
    if (asText) {
      generator.writeString(Integer.toString(count));
    } else {
      generator.writeNumber(count);
    }
  }

  /** Returns the rows that filter and order begin with: the entities, or what $apply makes. */
  private Relation source(UriInfo uri, Target.Entities entities, Map<String, Expression> aliases) {
    Relation all = new Relation(Shape.of(entities.type()), entities.rows());
    if (uri.getApplyOption() == null) {
      return all;
    }
    String key = entities.whole() ? ResultCache.applyKey(entities.name(), uri) : null;
    Comparisons.limit(uri.getApplyOption(), options.maxComparisons());
    Transformations transformations = new Transformations(model, aliases);
    return relations.get(key, () -> transformations.apply(uri.getApplyOption(), all));
  }

  private int[] matches(UriInfo uri, Target.Entities entities, Rows rows, RowQuery query) {
    String key = entities.whole() ? ResultCache.key(entities.name(), uri) : null;
    return matches.get(key, () -> query.matches(rows));
  }

  private ExpressionCompiler compiler(Relation source, Map<String, Expression> aliases) {
    return new ExpressionCompiler(model, source.shape(), aliases);
  }

  private static Position start(UriInfo uri) {
    return uri.getSkipTokenOption() == null
        ? Position.START
        : Position.of(uri.getSkipTokenOption().getValue());
  }
}
