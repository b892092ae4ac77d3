using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Train;

namespace Bakeoff.Experiments.Comparing;

/// <summary>A metric that comparisons show or rank by.</summary>
/// <param name="Name">
/// As <c>metrics.json</c> and MLflow have it; its 95 % interval, where there is one, is under <c>NAME_low</c> and <c>NAME_high</c>.
/// </param>
/// <param name="Title">In words.</param>
/// <param name="IsLoss">True if the lowest is the best; else it is a share, between 0 and 1, and the highest is.</param>
public sealed record ComparedFigure(string Name, string Title, bool IsLoss = false)
{
    /// <summary>The metric that settings are ranked by unless asked otherwise.</summary>
    public static ComparedFigure Validation { get; } = new("validation_uar", "validation UAR");

    /// <summary>The same where numbers are predicted.</summary>
    public static ComparedFigure ValidationNumbers { get; } = new("validation_ccc", "validation CCC") { IsOfNumbers = true };

    /// <summary>The same for classifiers, which choose on inner folds and have no validation clips.</summary>
    public static ComparedFigure Inner { get; } = new(ValidationFigures.InnerUar, "inner UAR");

    /// <summary>The headline of the test clips, by which pairs are compared.</summary>
    public static ComparedFigure Headline { get; } = new("test_uar", "test UAR");

    /// <summary>The headline where numbers are predicted.</summary>
    public static ComparedFigure NumbersHeadline { get; } = new("test_ccc", "test CCC") { IsOfNumbers = true };

    /// <summary>All of them: those of the validation clips, then those of the test clips, the headline first.</summary>
    public static IReadOnlyList<ComparedFigure> All { get; } =
    [
        Validation,
        new("validation_accuracy", "validation accuracy"),
        new("validation_loss", "validation loss", IsLoss: true),
        ValidationNumbers,
        Inner,
        Headline,
        NumbersHeadline,
        new("test_accuracy", "accuracy"),
        new("test_macro_f1", "macro F1"),
        new("test_loss", "log loss", IsLoss: true),
        new("test_pearson", "Pearson's r") { IsOfNumbers = true },
        new("test_mae", "MAE", IsLoss: true) { IsOfNumbers = true },
        new("test_rmse", "RMSE", IsLoss: true) { IsOfNumbers = true },
    ];

    /// <summary>True for a metric of predicted numbers, which predicted classes lack.</summary>
    public bool IsOfNumbers { get; private init; }

    /// <summary>True for the metric that a table shows first, with its interval.</summary>
    public bool IsHeadline => this == Headline || this == NumbersHeadline;

    /// <summary>True for a metric of the test clips. Whoever takes the best by it has chosen on the test clips.</summary>
    public bool IsOfTest => Name.StartsWith("test_", StringComparison.Ordinal);

    /// <summary>Name of the interval's lower end.</summary>
    public string LowName => Name + "_low";

    /// <summary>Name of the interval's upper end.</summary>
    public string HighName => Name + "_high";

    /// <summary>Name of the standard deviation over seeds.</summary>
    public string DeviationName => Name + "_sd";

    /// <summary>Standard deviation over the seeds; null for one seed, or where the metric is missing.</summary>
    public double? Deviation(SeedsResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Statistic(Name)?.StandardDeviation;
    }
}
