using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>A kind of feature that this assembly adds: one record beside its measure, found by its attribute.</summary>
public sealed class AddedKindTests
{
    public AddedKindTests() => OptionKinds.Register(typeof(AddedKindTests).Assembly);

    [Fact]
    public void Extract_AddedKindWithMfcc_HasBothInTheOrderOfTheOptions()
    {
        var options = YamlOptions.Parse<FeatureOptions>("kind: mfcc\nwith: [peak: {percent: 50}]\nn_mfcc: 13\n", "features.yaml");
        float[] signal = [.. Enumerable.Range(0, 22050).Select(n => n == 5000 ? 0.9f : 0.1f)];

        var extractor = new FeatureExtractor(options);
        var features = extractor.Extract(signal, 22050);

        extractor.FeatureNames.TakeLast(2).ShouldBe(["mfcc_12", "peak_50"]);
        features.FeatureCount.ShouldBe(14);
        features.Frame(10)[13].ShouldBe(0.45f);
        features.Frame(30)[13].ShouldBe(0.05f);
        var alone = new FeatureExtractor(options with { With = [] }).Extract(signal, 22050);
        features.Frame(10)[..13].ToArray().ShouldBe(alone.Frame(10).ToArray());
    }

    [Fact]
    public void Options_AddedKind_AreFlattenedCheckedAndSavedLikeOthers()
    {
        var options = new FeatureOptions { With = [new PitchKind(), new PeakKind { Percent = 50 }] };
        var flat = YamlOptions.Flatten(options, "features");
        flat["features.kind"].ShouldBe("mfcc");
        flat["features.with"].ShouldBe("[pitch, {peak: {percent: 50}}]");
        YamlOptions.Flatten(options with { With = [new PeakKind()] }, "features")["features.with"].ShouldBe("[peak]");

        var json = JsonSerializer.Serialize(options);
        json.ShouldStartWith("""{"kind":"mfcc","with":["pitch",{"peak":{"percent":50}}],"sample_rate_hz":22050,""");
        JsonSerializer.Deserialize<FeatureOptions>(json)!.Kinds.ShouldBe(options.Kinds);

        Should
            .Throw<ConfigurationException>(() => YamlOptions.Parse<FeatureOptions>("kind: peek", "features.yaml"))
            .Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldEndWith("Did you mean 'peak'?");
        (options with { With = [new PeakKind { Percent = 200 }] })
            .Validate()
            .ShouldHaveSingleItem()
            .ShouldBe(new OptionProblem("with", "has peak with 200 percent, expected at most 100. Lower it."));
    }
}

/// <summary>Largest magnitude under each frame.</summary>
[Kind("peak")]
internal sealed record PeakKind : FeatureKind
{
    /// <summary>Share of the peak in per cent.</summary>
    [JsonPropertyName("percent")]
    public int Percent { get; init; } = 100;

    public override FeatureNeeds Needs => FeatureNeeds.None;

    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => [$"peak_{Percent}"];

    public override IEnumerable<OptionProblem> Validate(FeatureOptions options) =>
        Percent > 100 ? [new OptionProblem("with", $"has {Name} with {Percent} percent, expected at most 100. Lower it.")] : [];

    public override FrameMeasure CreateMeasure(FrameAnalysis analysis) => new PeakMeasure(analysis.Grid, Percent / 100f);
}

internal sealed class PeakMeasure(FrameGrid grid, float share) : FrameMeasure
{
    public override int RowCount => 1;

    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        for (var t = 0; t < frameCount; t++)
        {
            var start = Math.Max(grid.Start(t), 0);
            var end = Math.Min(grid.Start(t) + grid.FrameLength, signal.Length);
            rows[t] = 0;
            foreach (var sample in signal[start..end])
            {
                rows[t] = Math.Max(rows[t], share * Math.Abs(sample));
            }
        }
    }
}
