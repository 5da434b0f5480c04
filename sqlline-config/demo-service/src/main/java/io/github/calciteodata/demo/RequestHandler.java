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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.calciteodata.demo.data.DemoModel;
import io.github.calciteodata.demo.data.Rows;
import io.github.calciteodata.demo.json.EntityShape;
import io.github.calciteodata.demo.json.JsonFormat;
import io.github.calciteodata.demo.json.JsonFormat.Metadata;
import io.github.calciteodata.demo.json.PrimitiveJson;
import io.github.calciteodata.demo.json.ResultShape;
import io.github.calciteodata.demo.json.RowWriter;
import io.github.calciteodata.demo.query.ExpressionCompiler;
import io.github.calciteodata.demo.query.Problem;
import io.github.calciteodata.demo.query.Relation;
import io.github.calciteodata.demo.query.RowQuery;
import io.github.calciteodata.demo.query.RowQuery.Page;
import io.github.calciteodata.demo.query.RowQuery.Position;
import io.github.calciteodata.demo.query.Shape;
import io.github.calciteodata.demo.query.Transformations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.edm.EdmSingleton;
import org.apache.olingo.commons.api.edm.EdmStructuredType;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.ODataServerError;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.queryoption.AliasQueryOption;
import org.apache.olingo.server.api.uri.queryoption.SystemQueryOption;
import org.apache.olingo.server.api.uri.queryoption.SystemQueryOptionKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.core.ODataExceptionHelper;
import org.apache.olingo.server.core.uri.parser.Parser;
import org.apache.olingo.server.core.uri.parser.UriParserException;
import org.apache.olingo.server.core.uri.parser.UriParserSemanticException;
import org.apache.olingo.server.core.uri.parser.UriParserSyntaxException;
import org.apache.olingo.server.core.uri.validator.UriValidationException;

/** Answers requests: Olingo reads the URL, everything after that is done here. */
final class RequestHandler {
  private static final Set<SystemQueryOptionKind> KNOWN =
      Set.of(
          SystemQueryOptionKind.APPLY,
          SystemQueryOptionKind.FILTER,
          SystemQueryOptionKind.SELECT,
          SystemQueryOptionKind.EXPAND,
          SystemQueryOptionKind.ORDERBY,
          SystemQueryOptionKind.TOP,
          SystemQueryOptionKind.SKIP,
          SystemQueryOptionKind.SKIPTOKEN,
          SystemQueryOptionKind.COUNT,
          SystemQueryOptionKind.FORMAT);

  private final OData odata = OData.newInstance();
  private final JsonFactory json = new JsonFactory();
  private final ResultCache<int[]> matches = new ResultCache<>();
  private final ResultCache<Relation> relations = new ResultCache<>();
  private final DemoModel model;
  private final DemoService.Options options;
  private final String root;

  RequestHandler(DemoModel model, DemoService.Options options, String root) {
    this.model = model;
    this.options = options;
    this.root = root;
  }

  /** Returns the answer to a request; what goes wrong is an answer, too. */
  Response handle(Request request) {
    try {
      if (!"GET".equals(request.method())) {
        throw Problem.of(405, "This service is read-only: " + request.method() + " is not allowed");
      }
      UriInfo uri =
          new Parser(model.edm(), odata).parseUri(request.path(), request.query(), null, root);
      return switch (uri.getKind()) {
        case metadata -> Response.of(200, "application/xml", model.document());
        case service -> serviceDocument(request.format(formatOption(uri)));
        case resource -> resource(request, uri);
        default -> throw Problem.notImplemented("'" + request.path() + "'");
      };
    } catch (Problem e) {
      return error(e.status(), e.getMessage());
    } catch (ODataLibraryException e) {
      ODataServerError error = describe(e);
      return error(error.getStatusCode(), error.getMessage());
    } catch (RuntimeException e) {
      return error(500, "The demo service failed: " + e);
    }
  }

  private static ODataServerError describe(ODataLibraryException e) {
    if (e instanceof UriParserSemanticException semantic) {
      return ODataExceptionHelper.createServerErrorObject(semantic, Locale.ENGLISH);
    } else if (e instanceof UriParserSyntaxException syntax) {
      return ODataExceptionHelper.createServerErrorObject(syntax, Locale.ENGLISH);
    } else if (e instanceof UriParserException parser) {
      return ODataExceptionHelper.createServerErrorObject(parser, Locale.ENGLISH);
    } else if (e instanceof UriValidationException validation) {
      return ODataExceptionHelper.createServerErrorObject(validation, Locale.ENGLISH);
    }
    return ODataExceptionHelper.createServerErrorObject(e, Locale.ENGLISH);
  }

  private Response error(int status, String message) {
    byte[] body =
        write(
            generator -> {
              generator.writeStartObject();
              generator.writeObjectFieldStart("error");
              generator.writeStringField("code", Integer.toString(status));
              generator.writeStringField("message", message);
              generator.writeEndObject();
              generator.writeEndObject();
            });
    return Response.of(status, "application/json", body);
  }

  private Response serviceDocument(JsonFormat format) {
    return json(
        format,
        generator -> {
          generator.writeStartObject();
          writeContext(generator, format, "");
          generator.writeArrayFieldStart("value");
          for (EdmEntitySet set : model.edm().getEntityContainer().getEntitySets()) {
            writeServiceEntry(generator, set.getName(), "EntitySet");
          }
          for (EdmSingleton singleton : model.edm().getEntityContainer().getSingletons()) {
            writeServiceEntry(generator, singleton.getName(), "Singleton");
          }
          generator.writeEndArray();
          generator.writeEndObject();
        });
  }

  private static void writeServiceEntry(JsonGenerator generator, String name, String kind)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("name", name);
    generator.writeStringField("kind", kind);
    generator.writeStringField("url", name);
    generator.writeEndObject();
  }

  private Response resource(Request request, UriInfo uri) {
    for (SystemQueryOption option : uri.getSystemQueryOptions()) {
      if (!KNOWN.contains(option.getKind())) {
        throw Problem.notImplemented(option.getKind().toString());
      }
    }
    Map<String, Expression> aliases = new HashMap<>();
    for (AliasQueryOption alias : uri.getAliases()) {
      aliases.put(alias.getName(), alias.getValue());
    }
    Target target = new PathResolver(model, aliases).resolve(uri.getUriResourceParts());
    if (target instanceof Target.Count count) {
      return count(uri, count.of(), aliases);
    } else if (target instanceof Target.Raw raw) {
      Object value = raw.of().value();
      return value == null ? Response.noContent() : Response.text(PrimitiveJson.text(value));
    }
    JsonFormat format = request.format(formatOption(uri));
    if (target instanceof Target.Entities entities) {
      return entities(request, uri, entities, format, aliases);
    } else if (target instanceof Target.Single single) {
      return single(uri, single, format, aliases);
    }
    Target.Value value = (Target.Value) target;
    return value.value() == null
        ? Response.noContent()
        : json(
            format,
            generator -> {
              generator.writeStartObject();
              writeContext(generator, format, "#" + value.name());
              generator.writeFieldName("value");
              PrimitiveJson.write(generator, format, value.property(), value.value());
              generator.writeEndObject();
            });
  }

  private Response count(UriInfo uri, Target.Entities entities, Map<String, Expression> aliases) {
    Relation source = source(uri, entities, aliases);
    RowQuery query =
        RowQuery.of(compiler(source, aliases), uri.getFilterOption(), null, null, null);
    int count =
        query.isFiltered()
            ? matches(uri, entities, source.rows(), query).length
            : source.rows().size();
    return Response.text(Integer.toString(count));
  }

  private Response single(
      UriInfo uri, Target.Single single, JsonFormat format, Map<String, Expression> aliases) {
    if (single.row() == null) {
      return Response.noContent();
    }
    if (uri.getApplyOption() != null) {
      throw Problem.badRequest("$apply needs a collection");
    }
    EntityShape shape = shape(uri, single.type(), format, aliases);
    String suffix = single.name().contains("/") || !isEntitySet(single.name()) ? "" : "/$entity";
    return json(
        format,
        generator -> {
          generator.writeStartObject();
          writeContext(
              generator,
              format,
              "#" + single.name() + EntityShape.context(uri.getSelectOption()) + suffix);
          shape.writeMembers(generator, single.row());
          generator.writeEndObject();
        });
  }

  private boolean isEntitySet(String name) {
    return model.edm().getEntityContainer().getEntitySet(name) != null;
  }

  private Response entities(
      Request request,
      UriInfo uri,
      Target.Entities entities,
      JsonFormat format,
      Map<String, Expression> aliases) {
    Relation source = source(uri, entities, aliases);
    RowQuery query =
        RowQuery.of(
            compiler(source, aliases),
            uri.getFilterOption(),
            uri.getOrderByOption(),
            uri.getSkipOption(),
            uri.getTopOption());
    ResultShape made = new ResultShape(source.shape(), format, uri.getSelectOption());
    boolean transformed = source.shape().type() == null;
    if (transformed && uri.getExpandOption() != null) {
      throw Problem.badRequest("There is nothing to expand in the result of $apply");
    }
    RowWriter writer = transformed ? made : shape(uri, entities.type(), format, aliases).with(made);
    String context = transformed ? made.context() : EntityShape.context(uri.getSelectOption());
    boolean counted = uri.getCountOption() != null && uri.getCountOption().getValue();
    int[] positions =
        query.isSorted() || counted && query.isFiltered()
            ? matches(uri, entities, source.rows(), query)
            : null;
    int pageSize =
        Math.min(request.preferredPageSize().orElse(options.pageSize()), options.maxPageSize());
    Page page = query.page(source.rows(), positions, start(uri), pageSize);
    Response response =
        json(
            format,
            generator -> {
              generator.writeStartObject();
              writeContext(generator, format, "#" + entities.name() + context);
              if (counted) {
                int count = positions == null ? source.rows().size() : positions.length;
                generator.writeFieldName("@odata.count");
                if (format.exactNumbersAsText()) {
                  generator.writeString(Integer.toString(count));
                } else {
                  generator.writeNumber(count);
                }
              }
              generator.writeArrayFieldStart("value");
              for (var row : page.rows()) {
                writer.write(generator, row);
              }
              generator.writeEndArray();
              if (page.next() != null) {
                generator.writeStringField("@odata.nextLink", nextLink(request, page.next()));
              }
              generator.writeEndObject();
            });
    return request.preferredPageSize().isPresent()
        ? response.with("Preference-Applied", "odata.maxpagesize=" + pageSize)
        : response;
  }

  /** Returns the rows that filter and order begin with: the entities, or what $apply makes. */
  private Relation source(UriInfo uri, Target.Entities entities, Map<String, Expression> aliases) {
    Relation all = new Relation(Shape.of(entities.type()), entities.rows());
    if (uri.getApplyOption() == null) {
      return all;
    }
    String key = entities.whole() ? ResultCache.applyKey(entities.name(), uri) : null;
    Transformations transformations = new Transformations(model, aliases);
    return relations.get(key, () -> transformations.apply(uri.getApplyOption(), all));
  }

  private int[] matches(UriInfo uri, Target.Entities entities, Rows rows, RowQuery query) {
    String key = entities.whole() ? ResultCache.key(entities.name(), uri) : null;
    return matches.get(key, () -> query.matches(rows));
  }

  private static Position start(UriInfo uri) {
    if (uri.getSkipTokenOption() == null) {
      return Position.START;
    }
    String token = uri.getSkipTokenOption().getValue();
    if (!token.matches("\\d{1,9}-\\d{1,9}")) {
      throw Problem.badRequest("The $skiptoken is not one of this service");
    }
    int dash = token.indexOf('-');
    return new Position(
        Integer.parseInt(token.substring(0, dash)), Long.parseLong(token.substring(dash + 1)));
  }

  private String nextLink(Request request, Position next) {
    return root
        + request.path().substring(1)
        + "?"
        + request.queryWithoutSkipToken()
        + "$skiptoken="
        + next.index()
        + "-"
        + next.delivered();
  }

  private ExpressionCompiler compiler(Relation source, Map<String, Expression> aliases) {
    return new ExpressionCompiler(model, source.shape(), aliases);
  }

  private EntityShape shape(
      UriInfo uri, EdmStructuredType type, JsonFormat format, Map<String, Expression> aliases) {
    return new EntityShape(
        model, type, root, format, uri.getSelectOption(), uri.getExpandOption(), aliases);
  }

  private static String formatOption(UriInfo uri) {
    return uri.getFormatOption() == null ? null : uri.getFormatOption().getFormat();
  }

  private void writeContext(JsonGenerator generator, JsonFormat format, String fragment)
      throws IOException {
    if (format.metadata() != Metadata.NONE) {
      generator.writeStringField("@odata.context", root + "$metadata" + fragment);
    }
  }

  /** Writes the body of an answer. */
  @FunctionalInterface
  private interface Body {
    void write(JsonGenerator generator) throws IOException;
  }

  private Response json(JsonFormat format, Body body) {
    return Response.of(200, format.contentType(), write(body));
  }

  /**
   * The body is made as a whole before anything is sent, so that a failure in the middle is a
   * proper error.
   */
  private byte[] write(Body body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    try (JsonGenerator generator = json.createGenerator(out)) {
      body.write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
