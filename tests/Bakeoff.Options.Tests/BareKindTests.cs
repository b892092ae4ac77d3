using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Tests.Resolution;
using Bakeoff.Options.Yaml;
using Bakeoff.Testing;

namespace Bakeoff.Options.Tests;

public sealed class BareKindTests
{
    [Theory]
    [InlineData("kind: tall", "kind: tall\nwith: []\n")]
    [InlineData("kind: {tall: {}}", "kind: tall\nwith: []\n")]
    [InlineData("kind: {wide: {order: 8}}", "kind: wide\nwith: []\n")]
    [InlineData("kind: {wide: {order: 12}}", "kind: {wide: {order: 12}}\nwith: []\n")]
    [InlineData("with: [tall, wide: {order: 12}]", "kind: wide\nwith: [tall, {wide: {order: 12}}]\n")]
    public void Parse_NameAloneOrWithKeys_WritesTheShortestForm(string yaml, string written)
    {
        var options = YamlOptions.Parse<SampleShapes>(yaml, "shapes.yaml");

        OptionsWriter.Write(options).ShouldBe(written);
        OptionsWriter.Write(YamlOptions.Parse<SampleShapes>(written, "shapes.yaml")).ShouldBe(written);
    }

    [Theory]
    [InlineData("kind: tal", "shapes.yaml(1,7): kind is 'tal', expected one of deep, tall, wide. Did you mean 'tall'?")]
    [InlineData("kind: deep", "shapes.yaml(1,7): key 'metres' is missing in kind.deep. Add 'metres: NUMBER'.")]
    [InlineData("kind: {wide: {ordr: 1}}", "shapes.yaml(1,15): unknown key 'ordr' in kind.wide. Did you mean 'order'?")]
    [InlineData("with: [3]", "shapes.yaml(1,8): with.0 is 3, expected one of deep, tall, wide.")]
    public void Parse_WrongKind_SaysWhatIsExpected(string yaml, string message) =>
        Should
            .Throw<ConfigurationException>(() => YamlOptions.Parse<SampleShapes>(yaml, "shapes.yaml"))
            .Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe(message);

    [Fact]
    public void Flatten_Kinds_AreScalarsWhereTheirKeysKeepTheirDefaults()
    {
        YamlOptions
            .Flatten(new SampleShapes { With = [new SampleTall()] }, "shapes")
            .ShouldBe(new Dictionary<string, string> { ["shapes.kind"] = "wide", ["shapes.with"] = "[tall]" });
        YamlOptions
            .Flatten(
                new SampleShapes
                {
                    Kind = new SampleWide { Order = 12 },
                    With = [new SampleTall(), new SampleWide { Order = 3 }],
                },
                "shapes")
            .ShouldBe(new Dictionary<string, string> { ["shapes.kind.wide.order"] = "12", ["shapes.with"] = "[tall, {wide: {order: 3}}]" });
    }

    [Fact]
    public void Json_Kinds_ReadAndWriteTheSameForms()
    {
        var shapes = new SampleShapes { With = [new SampleTall(), new SampleWide { Order = 3 }] };
        var text = JsonSerializer.Serialize(shapes);

        text.ShouldBe("""{"kind":"wide","with":["tall",{"wide":{"order":3}}]}""");
        var read = JsonSerializer.Deserialize<SampleShapes>(text)!;
        read.Kind.ShouldBe(shapes.Kind);
        read.With.ShouldBe(shapes.With);
        Should
            .Throw<JsonException>(() => JsonSerializer.Deserialize<SampleShapes>("""{"kind":"flat"}"""))
            .Message.ShouldContain("'flat' is no known kind of SampleShape");
    }

    [Theory]
    [InlineData("kind=tall", "tall")]
    [InlineData("kind.wide.order=5", "{wide: {order: 5}}")]
    [InlineData("kind={wide: {order: 6}}", "{wide: {order: 6}}")]
    public void Set_KindOrItsKey_ReplacesOrMerges(string set, string kind)
    {
        var problems = new ProblemList();
        var shape = Binding.ValueShape.Of(typeof(SampleShapes));
        var tree = SetOption.Apply(YamlTreeReader.ReadText("kind: wide", "shapes.yaml", problems)!, shape, set, "", problems);
        var options = new Binding.OptionsBinder(shape.Record, problems).Bind(tree);

        problems.ThrowIfAny();
        OptionsWriter.Write(options).ShouldBe($"kind: {kind}\nwith: []\n");
    }
}

internal sealed record SampleShapes
{
    [JsonPropertyName("kind")]
    public SampleShape Kind { get; init; } = new SampleWide();

    [JsonPropertyName("with")]
    public IReadOnlyList<SampleShape> With { get; init; } = [];
}

[ScalarShorthand]
[JsonConverter(typeof(KindJsonConverter<SampleShape>))]
internal abstract record SampleShape;

[Kind("tall")]
internal sealed record SampleTall : SampleShape;

[Kind("wide")]
internal sealed record SampleWide : SampleShape
{
    [JsonPropertyName("order")]
    public int Order { get; init; } = 8;
}

[Kind("deep")]
internal sealed record SampleDeep : SampleShape
{
    [JsonPropertyName("metres")]
    public required int Metres { get; init; }
}
