using Bakeoff.Options;
using System.Reflection;
using System.Text.Json.Serialization;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Onnx.Tests.Networks;

public sealed class LayerKindsTests(LayerKindsFixture fixture) : IClassFixture<LayerKindsFixture>
{
    /// <summary>What is promised. Measured: 3e-7 or less for every case; both sides sum float32 products in other orders.</summary>
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names() => [.. LayerKindCases.All.Keys.Concat(LayerKindCases.OfMeans.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void WriteNetwork_WholeTestSet_OnnxRuntimeGivesOurProbabilities(string name)
    {
        Assert.SkipWhen(fixture.Problem is not null, fixture.Problem ?? "");
        fixture.Spread(name).ShouldBeGreaterThan(0.1);
        var distance = fixture.Distance(name);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {distance:E2}"));
        distance.ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void WriteNetwork_ClipsThatDoNotFit_GetNaNAndLeaveTheOthersAlone()
    {
        Assert.SkipWhen(fixture.Problem is not null, fixture.Problem ?? "");
        for (var clip = 0; clip < fixture.AwkwardExpected.Count; clip++)
        {
            var actual = fixture.Awkward.AsSpan(clip * 7, 7).ToArray();
            if (fixture.AwkwardExpected[clip] is { } expected)
            {
                actual.Zip(expected, (a, e) => Math.Abs((double)a - e)).Max().ShouldBeLessThanOrEqualTo(Tolerance, $"clip {clip}");
            }
            else
            {
                actual.ShouldAllBe(p => float.IsNaN(p), $"clip {clip}");
            }
        }
    }

    [Fact]
    public void WriteNetwork_EqualNetworks_WritesEqualBytes()
    {
        var layers = LayerKindCases.All["conv_twice"];
        SavedModel Make() => new(Network.Create(layers, 20, 7, seed: 3), new ModelMetadata { ClassNames = ["a", "b", "c", "d", "e", "f", "g"] });
        OnnxExport.WriteNetwork(Make()).ShouldBe(OnnxExport.WriteNetwork(Make()));
        OnnxExport.WriteWithFrontEnd(Make(), TrainedModels.Features).ShouldBe(OnnxExport.WriteWithFrontEnd(Make(), TrainedModels.Features));
    }

    [Fact]
    public void Cases_CoverEveryKindOfLayer()
    {
        var tested = LayerKindCases.All.Values.Concat(LayerKindCases.OfMeans.Values).SelectMany(layers => layers).Select(layer => layer.GetType());
        OptionKinds.Of(typeof(LayerOptions)).Select(kind => kind.Type).Except(tested).ShouldBeEmpty();
    }
}
