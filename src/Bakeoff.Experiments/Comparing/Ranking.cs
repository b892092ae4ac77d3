namespace Bakeoff.Experiments.Comparing;

/// <summary>The order of experiments that were tested on the same clips.</summary>
/// <remarks>
/// Whoever takes the best by the test clips has chosen on them, and their metrics no longer tell what to expect of new ones. So the
/// validation clips order, unless asked otherwise.
/// </remarks>
public sealed class Ranking
{
    /// <summary>Asks for the order in which the experiments are named.</summary>
    public const string AsNamed = "order";

    private readonly IReadOnlyList<ComparedFigure> _figures;

    private Ranking(IReadOnlyList<ComparedFigure> figures) => _figures = figures;

    /// <summary>By the UAR of the validation clips; of classifiers, which have none, by that of their inner folds.</summary>
    public static Ranking Usual { get; } = new([ComparedFigure.Validation, ComparedFigure.ValidationNumbers, ComparedFigure.Inner]);

    /// <summary>True if the order named is asked for.</summary>
    public bool IsAsNamed => _figures.Count == 0;

    /// <summary>Everything that can be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ComparedFigure.All.Select(static figure => figure.Name), AsNamed];

    /// <summary>By one metric.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static Ranking By(string name) => new([.. ComparedFigure.All.Where(figure => figure.Name == name)]);

    /// <summary>Orders experiments, the best first; equal ones and those without the metric stay in the order given.</summary>
    /// <param name="experiments">The experiments, in the order named.</param>
    /// <returns>The metric, null where none of them has it, and the experiments.</returns>
    internal (ComparedFigure? By, IReadOnlyList<ComparedExperiment> Ranked) Order(IReadOnlyList<ComparedExperiment> experiments)
    {
        if (_figures.FirstOrDefault(figure => experiments.Any(e => e.Figure(figure.Name) is not null)) is not { } by)
        {
            return (null, experiments);
        }

        var sign = by.IsLoss ? 1 : -1;
        return (by, [.. experiments.OrderBy(e => e.Figure(by.Name) is { } value ? sign * value : double.PositiveInfinity)]);
    }
}
