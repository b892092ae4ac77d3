using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;

namespace Bakeoff.Pipeline.Tests.Reasons;

public sealed class FingerprintDifferenceTests
{
    [Fact]
    public void Between_EqualContents_GivesNothing() => FingerprintDifference.Between(Before, Before, []).ShouldBeEmpty();

    [Fact]
    public void Between_EverythingChanged_GivesOneReasonEach()
    {
        var now = Before with
        {
            Parameters = new Dictionary<string, string> { ["training.batch_size"] = "32", ["training.new"] = "x" },
            Inputs = new Dictionary<string, string>
            {
                ["split"] = "zz",
                ["other"] = "1",
                ["source 1"] = "yy",
            },
            Code = new Dictionary<string, string>
            {
                ["Bakeoff.Neural"] = "dd",
                ["CsvHelper"] = "33.1.0.0 22",
                ["YamlDotNet"] = "16.0.0.0 44",
            },
        };
        FingerprintDifference
            .Between(Before, now, ["tess.zip"])
            .ShouldBe([
                new ParameterChanged("training.batch_size", "64", "32"),
                new ParameterChanged("training.new", null, "x"),
                new ParameterChanged("training.old", "1", null),
                new CodeChanged("Bakeoff.Neural"),
                new PackageChanged("CsvHelper", "33.0.0.0", "33.1.0.0"),
                new CodeChanged("YamlDotNet"),
                new InputStageChanged("featurize", ItemChange.Removed),
                new InputStageChanged("other", ItemChange.Added),
                new SourceChanged("source 1", "tess.zip", ItemChange.Changed),
                new SourceChanged("source 2", "source 2", ItemChange.Removed),
                new InputStageChanged("split", ItemChange.Changed),
            ]);
    }

    [Fact]
    public void BetweenItems_EachKindOfChange_IsInOrdinalOrder() =>
        FingerprintDifference
            .BetweenItems(
                new Dictionary<string, string>
                {
                    ["c"] = "1",
                    ["b"] = "1",
                    ["a"] = "1",
                },
                new Dictionary<string, string>
                {
                    ["d"] = "1",
                    ["c"] = "2",
                    ["a"] = "1",
                })
            .ShouldBe([
                new ItemDifference("b", ItemChange.Removed),
                new ItemDifference("c", ItemChange.Changed),
                new ItemDifference("d", ItemChange.Added),
            ]);

    private static FingerprintContent Before =>
        new()
        {
            Stage = "train",
            Parameters = new Dictionary<string, string> { ["training.batch_size"] = "64", ["training.old"] = "1" },
            Inputs = new Dictionary<string, string>
            {
                ["split"] = "aa",
                ["featurize"] = "bb",
                ["source 1"] = "xx",
                ["source 2"] = "xx",
            },
            Code = new Dictionary<string, string>
            {
                ["Bakeoff.Neural"] = "cc",
                ["CsvHelper"] = "33.0.0.0 11",
                ["YamlDotNet"] = "16.0.0.0 33",
            },
        };
}
