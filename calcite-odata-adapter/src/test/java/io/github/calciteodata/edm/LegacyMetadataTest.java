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
package io.github.calciteodata.edm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Associations and function imports of V2 and V3. */
class LegacyMetadataTest {
  private static final String TYPES =
      """
      <EntityType Name="Order"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
        <Property Name="CustomerID" Type="Edm.String"/>
        <NavigationProperty Name="Customer" Relationship="A.Customer_Orders" FromRole="Orders" ToRole="Customer"/>
        <NavigationProperty Name="Lost" Relationship="Far.X" FromRole="a" ToRole="b"/></EntityType>
      <EntityType Name="Rush" BaseType="NS.Order">
        <NavigationProperty Name="Backup" Relationship="NS.Rush_Customer" FromRole="Rush" ToRole="Customer"/></EntityType>
      <EntityType Name="Customer"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.String" Nullable="false"/>
        <NavigationProperty Name="Orders" Relationship="NS.Customer_Orders" FromRole="Customer" ToRole="Orders"/></EntityType>
      <Association Name="Customer_Orders"><End Role="Customer" Type="A.Customer" Multiplicity="0..1"/>
        <End Role="Orders" Type="NS.Order" Multiplicity="*"/>
        <ReferentialConstraint><Principal Role="Customer"><PropertyRef Name="ID"/></Principal>
          <Dependent Role="Orders"><PropertyRef Name="CustomerID"/></Dependent></ReferentialConstraint></Association>
      <Association Name="Rush_Customer"><End Type="NS.Rush" Multiplicity="*"/><End Type="NS.Customer" Multiplicity="1"/></Association>
      """;
  private static final String CONTAINER =
      """
      <EntityContainer Name="C" m:IsDefaultEntityContainer="true">
        <EntitySet Name="Orders" EntityType="NS.Order"/><EntitySet Name="Customers" EntityType="A.Customer"/>
        <AssociationSet Name="CO" Association="A.Customer_Orders"><End Role="Customer" EntitySet="Customers"/>
          <End Role="Orders" EntitySet="Orders"/></AssociationSet>
        <AssociationSet Name="RC" Association="NS.Rush_Customer"><End Role="Rush" EntitySet="Orders"/>
          <End Role="Customer" EntitySet="Customers"/></AssociationSet>
        <FunctionImport Name="Top" ReturnType="Collection(A.Order)" EntitySet="Orders" m:HttpMethod="GET">
          <Parameter Name="n" Type="Edm.Int32" Mode="In"/></FunctionImport>
        <FunctionImport Name="Cancel" m:HttpMethod="POST"/>
      </EntityContainer>
      """;

  private static NavigationProperty navigation(ServiceModel model, String type, String name) {
    return model.structuredTypes().get(type).navigationProperties().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void associationGivesTypeMultiplicityAndConstraintToTheDependentSide() {
    ServiceModel model = Csdl.v2(TYPES + CONTAINER);
    NavigationProperty customer = navigation(model, "NS.Order", "Customer");
    assertThat(customer.type()).isEqualTo(new TypeRef("NS.Customer", false));
    assertThat(customer.nullable()).isTrue();
    assertThat(customer.constraints())
        .containsExactly(new NavigationProperty.ReferentialConstraint("CustomerID", "ID"));
    NavigationProperty orders = navigation(model, "NS.Customer", "Orders");
    assertThat(orders.type()).isEqualTo(new TypeRef("NS.Order", true));
    assertThat(orders.constraints()).isEmpty();
    assertThat(navigation(model, "NS.Rush", "Backup").nullable()).isFalse();
  }

  @Test
  void associationOutsideTheDocumentIsAWarning() {
    assertThat(Csdl.v2(TYPES + CONTAINER).warnings())
        .singleElement()
        .extracting(ModelWarning::message)
        .asString()
        .contains("NS.Order/Lost", "Far.X");
  }

  @Test
  void associationSetsAreBindingsOfDerivedTypesToo() {
    ServiceModel model = Csdl.v2(TYPES + CONTAINER);
    assertThat(model.entitySets().get("Orders").bindings())
        .isEqualTo(Map.of("Customer", "Customers", "NS.Rush/Backup", "Customers"));
    assertThat(model.entitySets().get("Customers").bindings())
        .isEqualTo(Map.of("Orders", "Orders"));
  }

  @Test
  void constraintBecomesAForeignKey() {
    TableModels.Result tables = TableModels.of(Csdl.v2(TYPES + CONTAINER));
    assertThat(tables.table("Orders").orElseThrow().foreignKeys())
        .containsExactly(
            new TableModel.ForeignKey(
                "Customer", java.util.List.of("CustomerID"), "Customers", java.util.List.of("ID")));
  }

  @Test
  void functionImportsCarryTheirOperation() {
    ServiceModel model = Csdl.v2(TYPES + CONTAINER);
    assertThat(model.operationImports())
        .containsExactly(
            new OperationImport("Top", "NS.Top", "Orders", "GET"),
            new OperationImport("Cancel", "NS.Cancel", null, "POST"));
    Operation top = model.operations().get(0);
    assertThat(top.function()).isTrue();
    assertThat(top.returnType()).hasToString("Collection(NS.Order)");
    assertThat(top.parameters()).extracting(Operation.Parameter::name).containsExactly("n");
    assertThat(model.operations().get(1).function()).isFalse();
  }

  @Test
  void setsBesideTheDefaultContainerAreAddressedByIt() {
    ServiceModel model =
        Csdl.v2(
            "<EntityContainer Name=\"D\"><EntitySet Name=\"Orders\" EntityType=\"NS.Order\"/></EntityContainer>"
                + TYPES
                + CONTAINER);
    assertThat(model.containerName()).isEqualTo("NS.C");
    assertThat(model.entitySets()).containsOnlyKeys("Orders", "Customers", "D.Orders");
  }

  @Test
  void absentNullableMeansTrueAndCollectionKindMakesACollection() {
    ServiceModel model =
        Csdl.v3(
            "<ComplexType Name=\"T\"><Property Name=\"P\" Type=\"Edm.Time\"/>"
                + "<Property Name=\"L\" Type=\"Edm.String\" CollectionKind=\"List\"/></ComplexType>");
    StructuredType type = model.structuredTypes().get("NS.T");
    assertThat(type.properties().get(0).nullable()).isTrue();
    assertThat(type.properties().get(1).type()).isEqualTo(new TypeRef("Edm.String", true));
  }
}
