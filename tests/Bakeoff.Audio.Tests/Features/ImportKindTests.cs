using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;

namespace Bakeoff.Audio.Tests.Features;

public sealed class ImportKindTests
{
    private static readonly ImportKind Kind = new() { File = "e.csv", Rows = RowsOfClip.Several, FoundColumns = ["a", "b"] };

    [Fact]
    public void Extract_Rows_AreFrames()
    {
        var extractor = new FeatureExtractor(new FeatureOptions { Kind = Kind });

        var features = extractor.Extract([1, 10, 3, -0.1f, 8, 20], 22050);

        (features.FrameCount, features.FeatureCount).ShouldBe((3, 2));
        features.Values.ShouldBe([1, 10, 3, -0.1f, 8, 20]);
        extractor.FeatureNames.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Extract_MeanStd_GivesMeanAndPopulationDeviationOfEveryColumn()
    {
        var extractor = new FeatureExtractor(new FeatureOptions { Kind = Kind, Summary = FeatureSummary.MeanStd });

        extractor.Extract([1, 10, 3, 10, 8, 10], 22050).Values.ShouldBe([4, MathF.Sqrt(26f / 3), 10, 0]);
        extractor.FeatureNames.ShouldBe(["a_mean", "a_deviation", "b_mean", "b_deviation"]);
    }

    [Fact]
    public void Validate_WhatReadsSoundOrTime_IsRefused()
    {
        var options = new FeatureOptions
        {
            Kind = Kind with { Rows = RowsOfClip.One, Columns = ["a"], LeaveOut = ["b"] },
            TrimDb = 30,
            DeltaOrder = 1,
            Summary = FeatureSummary.Functionals,
        };

        options.Validate().Select(problem => $"{problem.Key} {problem.Message}").ShouldBe(
            [
                "kind has columns and leave_out, expected one of the two. Remove one.",
                "trim_db is given, but import reads no sound, expected it only with kinds that do. Remove it.",
                "summary is Functionals, which needs times that imported rows do not have, expected none, mean or mean_std. Change it.",
                "delta is given, but import has one row a clip, expected rows: several with it. Remove it.",
            ]);
        ImportKind.Pin(new FeatureOptions { Kind = Kind }).Kind.ShouldBeOfType<ImportKind>().Columns.ShouldBe(["a", "b"]);
    }
}
