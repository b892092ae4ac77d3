using Bakeoff.Evaluation.Results;

namespace Bakeoff.Cli.Output;

/// <summary>A metric that comparisons show.</summary>
/// <param name="Name">
/// As <c>metrics.json</c> has it; its 95 % interval, where there is one, is under <c>NAME_low</c> and <c>NAME_high</c>.
/// </param>
/// <param name="Title">In words.</param>
/// <param name="IsShare">True if it lies between 0 and 1.</param>
internal sealed record ComparedFigure(string Name, string Title, bool IsShare = true)
{
    /// <summary>All of them, the headline first.</summary>
    public static IReadOnlyList<ComparedFigure> All { get; } =
    [
        new("test_uar", "UAR"),
        new("test_accuracy", "accuracy"),
        new("test_macro_f1", "macro F1"),
        new("test_loss", "log loss", IsShare: false),
    ];

    /// <summary>Name of the interval's lower end.</summary>
    public string LowName => Name + "_low";

    /// <summary>Name of the interval's upper end.</summary>
    public string HighName => Name + "_high";

    /// <summary>Name of the standard deviation over seeds.</summary>
    public string DeviationName => Name + "_sd";

    /// <summary>Standard deviation over the seeds; null for one seed, or where the metric is missing.</summary>
    public double? Deviation(SeedsResult result) => result.Statistic(Name)?.StandardDeviation;
}
