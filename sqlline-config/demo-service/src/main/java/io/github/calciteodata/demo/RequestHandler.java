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
import io.github.calciteodata.demo.json.Answer;
import io.github.calciteodata.demo.json.EntityShape;
import io.github.calciteodata.demo.json.JsonFormat;
import io.github.calciteodata.demo.json.PrimitiveJson;
import io.github.calciteodata.demo.query.Problem;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.edm.EdmSingleton;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.ODataServerError;
import org.apache.olingo.server.api.uri.UriInfo;
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
  private final DemoModel model;
  private final DemoService.Options options;
  private final String root;
  private final JsonBodies bodies;
  private final Collections collections;

  RequestHandler(
      DemoModel model,
      DemoService.Options options,
      String root,
      JsonBodies bodies,
      Collections collections) {
    this.model = model;
    this.options = options;
    this.root = root;
    this.bodies = bodies;
    this.collections = collections;
  }

  Response handle(Request request) {
    if (!"GET".equals(request.method())) {
      throw Problem.of(405, "This service is read-only: " + request.method() + " is not allowed");
    }
    try {
      UriInfo uri =
          new Parser(model.edm(), odata).parseUri(request.path(), request.query(), null, root);
      return switch (uri.getKind()) {
        case metadata -> Response.of(200, "application/xml", model.document());
        case service -> serviceDocument(request.format(formatOption(uri)));
        case resource -> resource(request, uri);
        default -> throw Problem.notImplemented("'" + request.path() + "'");
      };
    } catch (ODataLibraryException e) {
      ODataServerError error = describe(e);
      throw Problem.of(error.getStatusCode(), error.getMessage());
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

  private Response serviceDocument(JsonFormat format) {
    return bodies.of(
        format,
        "",
        generator -> {
          generator.writeArrayFieldStart("value");
          for (EdmEntitySet set : model.edm().getEntityContainer().getEntitySets()) {
            writeServiceEntry(generator, set.getName(), "EntitySet");
          }
          for (EdmSingleton singleton : model.edm().getEntityContainer().getSingletons()) {
            writeServiceEntry(generator, singleton.getName(), "Singleton");
          }
          generator.writeEndArray();
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
    Map<String, Expression> aliases = Answer.values(uri.getAliases());
    Target target = new PathResolver(model, aliases).resolve(uri.getUriResourceParts());
    if (target instanceof Target.Count count) {
      return collections.count(uri, count.of(), aliases);
    } else if (target instanceof Target.Raw raw) {
      Object value = raw.of().value();
      return value == null ? Response.noContent() : Response.text(PrimitiveJson.text(value));
    }
    Answer answer =
        new Answer(
            model,
            root,
            request.format(formatOption(uri)),
            options.nestedPageSize(),
            uri.getAliases());
    if (target instanceof Target.Entities entities) {
      return collections.page(request, uri, entities, answer);
    } else if (uri.getApplyOption() != null) {
      throw Problem.badRequest("$apply needs a collection");
    } else if (target instanceof Target.Single single) {
      return single(uri, single, answer);
    }
    Target.Value value = (Target.Value) target;
    return value.value() == null
        ? Response.noContent()
        : bodies.of(
            answer.format(),
            "#" + value.name(),
            generator -> {
              generator.writeFieldName("value");
              PrimitiveJson.write(generator, answer.format(), value.property(), value.value());
            });
  }

  private Response single(UriInfo uri, Target.Single single, Answer answer) {
    if (single.row() == null) {
      return Response.noContent();
    }
    EntityShape shape =
        new EntityShape(answer, single.type(), uri.getSelectOption(), uri.getExpandOption());
    String suffix = single.name().contains("/") || !isEntitySet(single.name()) ? "" : "/$entity";
    return bodies.of(
        answer.format(),
        "#" + single.name() + EntityShape.context(uri.getSelectOption()) + suffix,
        generator -> shape.writeMembers(generator, single.row()));
  }

  private boolean isEntitySet(String name) {
    return model.edm().getEntityContainer().getEntitySet(name) != null;
  }

  private static String formatOption(UriInfo uri) {
    return uri.getFormatOption() == null ? null : uri.getFormatOption().getFormat();
  }
}
