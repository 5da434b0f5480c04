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
package io.github.calciteodata.demo.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.edm.provider.CsdlAbstractEdmProvider;
import org.apache.olingo.commons.api.edm.provider.CsdlComplexType;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainer;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainerInfo;
import org.apache.olingo.commons.api.edm.provider.CsdlEntitySet;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityType;
import org.apache.olingo.commons.api.edm.provider.CsdlEnumMember;
import org.apache.olingo.commons.api.edm.provider.CsdlEnumType;
import org.apache.olingo.commons.api.edm.provider.CsdlNavigationProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlNavigationPropertyBinding;
import org.apache.olingo.commons.api.edm.provider.CsdlProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlPropertyRef;
import org.apache.olingo.commons.api.edm.provider.CsdlReferentialConstraint;
import org.apache.olingo.commons.api.edm.provider.CsdlSchema;
import org.apache.olingo.commons.api.edm.provider.CsdlSingleton;
import org.apache.olingo.commons.api.edm.provider.CsdlStructuralType;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Olingo's view of the service's own {@code $metadata} document. */
final class ModelProvider extends CsdlAbstractEdmProvider {
  private final CsdlSchema schema;

  private ModelProvider(CsdlSchema schema) {
    this.schema = schema;
  }

  static ModelProvider parse(byte[] document) {
    try {
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(document))
              .getDocumentElement();
      return new ModelProvider(schema((Element) root.getElementsByTagName("Schema").item(0)));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("The demo service's model cannot be read", e);
    }
  }

  private static CsdlSchema schema(Element xml) {
    CsdlSchema schema = new CsdlSchema().setNamespace(xml.getAttribute("Namespace"));
    schema.setEnumTypes(children(xml, "EnumType").stream().map(ModelProvider::enumType).toList());
    schema.setComplexTypes(
        children(xml, "ComplexType").stream()
            .map(type -> (CsdlComplexType) structure(new CsdlComplexType(), type))
            .toList());
    schema.setEntityTypes(
        children(xml, "EntityType").stream().map(ModelProvider::entityType).toList());
    schema.setEntityContainer(container(children(xml, "EntityContainer").get(0)));
    return schema;
  }

  private static CsdlEnumType enumType(Element xml) {
    return new CsdlEnumType()
        .setName(name(xml))
        .setFlags(Boolean.parseBoolean(xml.getAttribute("IsFlags")))
        .setUnderlyingType("Edm.Int32")
        .setMembers(
            children(xml, "Member").stream()
                .map(
                    member ->
                        new CsdlEnumMember()
                            .setName(name(member))
                            .setValue(member.getAttribute("Value")))
                .toList());
  }

  private static CsdlEntityType entityType(Element xml) {
    CsdlEntityType type = (CsdlEntityType) structure(new CsdlEntityType(), xml);
    type.setKey(
        children(children(xml, "Key").get(0), "PropertyRef").stream()
            .map(key -> new CsdlPropertyRef().setName(name(key)))
            .toList());
    return type;
  }

  private static CsdlStructuralType structure(CsdlStructuralType type, Element xml) {
    type.setName(name(xml));
    type.setProperties(children(xml, "Property").stream().map(ModelProvider::property).toList());
    type.setNavigationProperties(
        children(xml, "NavigationProperty").stream().map(ModelProvider::navigation).toList());
    return type;
  }

  private static CsdlProperty property(Element xml) {
    String type = xml.getAttribute("Type");
    return new CsdlProperty()
        .setName(name(xml))
        .setCollection(isCollection(type))
        .setType(elementType(type))
        .setNullable(!"false".equals(xml.getAttribute("Nullable")))
        .setMaxLength(number(xml, "MaxLength"))
        .setPrecision(number(xml, "Precision"))
        .setScale(number(xml, "Scale"));
  }

  private static CsdlNavigationProperty navigation(Element xml) {
    String type = xml.getAttribute("Type");
    CsdlNavigationProperty property =
        new CsdlNavigationProperty()
            .setName(name(xml))
            .setCollection(isCollection(type))
            .setType(elementType(type));
    if (xml.hasAttribute("Partner")) {
      property.setPartner(xml.getAttribute("Partner"));
    }
    property.setReferentialConstraints(
        children(xml, "ReferentialConstraint").stream()
            .map(
                constraint ->
                    new CsdlReferentialConstraint()
                        .setProperty(constraint.getAttribute("Property"))
                        .setReferencedProperty(constraint.getAttribute("ReferencedProperty")))
            .toList());
    return property;
  }

  private static CsdlEntityContainer container(Element xml) {
    CsdlEntityContainer container = new CsdlEntityContainer().setName(name(xml));
    container.setEntitySets(
        children(xml, "EntitySet").stream()
            .map(
                set ->
                    new CsdlEntitySet()
                        .setName(name(set))
                        .setType(set.getAttribute("EntityType"))
                        .setNavigationPropertyBindings(bindings(set)))
            .toList());
    container.setSingletons(
        children(xml, "Singleton").stream()
            .map(
                singleton ->
                    new CsdlSingleton()
                        .setName(name(singleton))
                        .setType(singleton.getAttribute("Type"))
                        .setNavigationPropertyBindings(bindings(singleton)))
            .toList());
    return container;
  }

  private static List<CsdlNavigationPropertyBinding> bindings(Element xml) {
    return children(xml, "NavigationPropertyBinding").stream()
        .map(
            binding ->
                new CsdlNavigationPropertyBinding()
                    .setPath(binding.getAttribute("Path"))
                    .setTarget(binding.getAttribute("Target")))
        .toList();
  }

  private static List<Element> children(Element parent, String tag) {
    NodeList nodes = parent.getChildNodes();
    return new ArrayList<>(
        IntStream.range(0, nodes.getLength())
            .mapToObj(nodes::item)
            .filter(node -> node instanceof Element && node.getNodeName().equals(tag))
            .map(Element.class::cast)
            .toList());
  }

  private static String name(Element xml) {
    return xml.getAttribute("Name");
  }

  private static boolean isCollection(String type) {
    return type.startsWith("Collection(");
  }

  private static String elementType(String type) {
    return isCollection(type) ? type.substring("Collection(".length(), type.length() - 1) : type;
  }

  private static Integer number(Element xml, String attribute) {
    return xml.hasAttribute(attribute) ? Integer.valueOf(xml.getAttribute(attribute)) : null;
  }

  @Override
  public List<CsdlSchema> getSchemas() {
    return List.of(schema);
  }

  @Override
  public CsdlEntityContainer getEntityContainer() {
    return schema.getEntityContainer();
  }

  @Override
  public CsdlEntityContainerInfo getEntityContainerInfo(FullQualifiedName name) {
    FullQualifiedName own =
        new FullQualifiedName(schema.getNamespace(), schema.getEntityContainer().getName());
    return name == null || name.equals(own)
        ? new CsdlEntityContainerInfo().setContainerName(own)
        : null;
  }

  @Override
  public CsdlEnumType getEnumType(FullQualifiedName name) {
    return isOwn(name) ? schema.getEnumType(name.getName()) : null;
  }

  @Override
  public CsdlEntityType getEntityType(FullQualifiedName name) {
    return isOwn(name) ? schema.getEntityType(name.getName()) : null;
  }

  @Override
  public CsdlComplexType getComplexType(FullQualifiedName name) {
    return isOwn(name) ? schema.getComplexType(name.getName()) : null;
  }

  @Override
  public CsdlEntitySet getEntitySet(FullQualifiedName container, String name) {
    return schema.getEntityContainer().getEntitySet(name);
  }

  @Override
  public CsdlSingleton getSingleton(FullQualifiedName container, String name) {
    return schema.getEntityContainer().getSingleton(name);
  }

  private boolean isOwn(FullQualifiedName name) {
    return schema.getNamespace().equals(name.getNamespace());
  }
}
