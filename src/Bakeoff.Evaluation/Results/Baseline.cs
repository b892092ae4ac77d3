namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of a system that never listens to the test clips.</summary>
/// <param name="Name">chance: each label is equally probable. majority: always the label that most test clips have.</param>
/// <param name="Label">The label that majority gives; null for chance.</param>
/// <param name="UnweightedAverageRecall">Its UAR; of chance, the expected one.</param>
/// <param name="Accuracy">Its accuracy; of chance, the expected one.</param>
public sealed record Baseline(string Name, string? Label, double UnweightedAverageRecall, double Accuracy)
{
    /// <summary>Chance and majority.</summary>
    /// <param name="classes">Every label that can be predicted, with the number of its test clips; at least one clip in all.</param>
    public static IReadOnlyList<Baseline> All(IReadOnlyList<(string Label, long Clips)> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var largest = classes.MaxBy(static of => of.Clips);
        var chance = 1.0 / classes.Count;
        return
        [
            new("chance", null, chance, chance),
            new(
                "majority",
                largest.Label,
                1.0 / classes.Count(static of => of.Clips > 0),
                largest.Clips / (double)classes.Sum(static of => of.Clips)),
        ];
    }
}
