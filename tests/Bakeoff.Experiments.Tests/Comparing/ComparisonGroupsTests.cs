using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;

namespace Bakeoff.Experiments.Tests.Comparing;

public sealed class ComparisonGroupsTests
{
    private static readonly string[] Labels = ["sad", "angry"];

    [Fact]
    public void Create_LabelsAndNumbersAtOnce_ComparesPairsByTheMetricThatItNames()
    {
        var (right, worse) = (Experiment("a", Labels, ["arousal"], wrong: 0), Experiment("b", Labels, ["arousal"], wrong: 4));
        var group = Compare(right, worse).ShouldHaveSingleItem();

        group.Headline.ShouldBe(ComparedFigure.Headline);
        group.Pairs.ShouldHaveSingleItem().Result.Difference.ShouldBe(0.25, 1e-12, "4 of the 8 clips of one of two labels are wrong");
    }

    [Fact]
    public void Create_SameNumbersInAnotherOrder_AreCompared()
    {
        var both = Experiment("both", Labels, ["arousal", "valence"], wrong: 0);
        var numbers = Experiment("numbers", [], ["valence", "arousal"], wrong: 0);
        var group = Compare(both, numbers).ShouldHaveSingleItem();

        group.Headline.ShouldBe(ComparedFigure.NumbersHeadline);
        group.Pairs.ShouldHaveSingleItem().Result.Difference.ShouldBe(0, "each predicts every number as it is");

        // What has labels alone shares no metric with what has numbers alone, though each shares one with the first.
        Compare(both, Experiment("labels", Labels, [], wrong: 0), numbers).Select(static part => part.Experiments.Count).ShouldBe([2, 1]);
    }

    [Fact]
    public void DifferingKeys_AnEnsemble_LacksTheSettingsOfItsMembersWithoutDiffering()
    {
        var first = Experiment("first", Labels, [], wrong: 0) with { Parameters = Keys(("units", "8"), ("hop", "256")) };
        var second = Experiment("second", Labels, [], wrong: 0) with { Parameters = Keys(("units", "4"), ("hop", "256")) };
        var ensemble = Experiment("ensemble", Labels, [], wrong: 0) with { Parameters = Keys(("ensemble.of", "[first, second]")) };

        Compare(first, second, ensemble).ShouldHaveSingleItem().DifferingKeys.ShouldBe(["ensemble.of", "units"]);
    }

    private static List<ComparisonGroup> Compare(params ComparedExperiment[] experiments) =>
        ComparisonGroups.Create(experiments, Ranking.Usual, []);

    private static Dictionary<string, string> Keys(params (string Key, string Value)[] keys) =>
        keys.ToDictionary(static key => key.Key, static key => key.Value, StringComparer.Ordinal);

    // Sixteen clips, eight of each label; the predicted numbers are the true ones.
    private static ComparedExperiment Experiment(string name, string[] labels, string[] targets, int wrong)
    {
        List<Prediction> clips =
        [
            .. Enumerable.Range(0, 16).Select(i =>
            {
                float[] numbers = [.. targets.Select(target => target == "arousal" ? i : 100f - (i * i))];
                var predicted = labels.Length == 0 ? "" : labels[i < wrong ? 1 : i / 8];
                return new Prediction($"{i}.wav", "fold", "x", "", Labels[i / 8], predicted, [.. labels.Select(static _ => 0.5f)])
                {
                    TrueNumbers = numbers,
                    Numbers = numbers,
                };
            }),
        ];
        return new ComparedExperiment(name, "", new SeedsResult(labels, [new SeedRun("1", [], clips)], targets))
        {
            Leaks = [],
            UnknownLeaks = [],
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal),
            Labels = labels,
            Targets = targets,
        };
    }
}
