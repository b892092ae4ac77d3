using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>One run of a comparison.</summary>
public sealed record ComparedRun
{
    /// <summary>Name of the experiment or sweep member; unique within the comparison.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the run's own page relative to the comparison, with forward
    /// slashes and not percent-encoded; null for none.</summary>
    public string? Link { get; init; }

    /// <summary>The seeds that its metrics are the means over; empty for a run with one seed.</summary>
    public IReadOnlyList<SeedPage> Seeds { get; init; } = [];

    /// <summary>A note on the seeds, such as that all gave the same predictions; null for none.</summary>
    public string? SeedNote { get; init; }

    /// <summary>All parameters as dotted keys with their values; the page shows those that differ.</summary>
    public IReadOnlyList<Fact> Parameters { get; init; } = [];

    /// <summary>Metrics, the most important one first; runs may have different ones.</summary>
    public IReadOnlyList<HeadlineFigure> Figures { get; init; } = [];

    /// <summary>A sentence on answers that are withheld; null where none are.</summary>
    public string? Answers { get; init; }

    /// <summary>Metrics by the values of columns; empty for none.</summary>
    public IReadOnlyList<GroupPart> Groups { get; init; } = [];

    /// <summary>Training history; null for none.</summary>
    public TrainingCurve? Training { get; init; }

    /// <summary>Number of trainings behind the run, if there are several and their curves would overlap; null for one or none.</summary>
    public int? FoldCount { get; init; }

    /// <summary>Why the run ended early; null when it finished.</summary>
    public RunFailure? Failure { get; init; }
}
