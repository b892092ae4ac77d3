using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Stages;

namespace Bakeoff.Experiments.Stress;

/// <summary>Content of <c>stress.json</c>: the results of a system under each condition of a stress test.</summary>
public sealed record StressDocument
{
    /// <summary>Name of the metric: <c>uar</c>, of numbers <c>ccc</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>The metric for the recordings as they are.</summary>
    public required double Value { get; init; }

    /// <summary>Number of test clips.</summary>
    public required int Clips { get; init; }

    /// <summary>The unit that intervals draw: <c>clip</c>, or <c>speaker</c> if there are at least eight.</summary>
    public required BootstrapUnit Unit { get; init; }

    /// <summary>The conditions, in the order of the experiment.</summary>
    public required IReadOnlyList<StressEntry> Conditions { get; init; }

    /// <summary>Conditions that this machine cannot make, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> LeftOut { get; init; }

    /// <summary>Conditions whose limits do not hold.</summary>
    [JsonIgnore]
    public IReadOnlyList<StressEntry> Failed => [.. Conditions.Where(static condition => condition.Problem is not null)];

    /// <summary>Number of conditions with a limit.</summary>
    [JsonIgnore]
    public int Checks => Conditions.Count(static condition => condition is { MaxDrop: not null } or { MinUnchanged: not null });

    /// <summary>Writes the document; equal documents give equal bytes.</summary>
    /// <param name="path">File to create.</param>
    public void Write(string path) => ResultFile.Write(path, this);

    /// <summary>Reads a document that <see cref="Write"/> made.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none.</exception>
    public static StressDocument Read(string path) => ResultFile.Read<StressDocument>(path);
}

/// <summary>Results of a system under one condition.</summary>
public sealed record StressEntry
{
    /// <summary>Name of the condition.</summary>
    public required string Name { get; init; }

    /// <summary>Conditions with the same words are points of one curve.</summary>
    public required string Curve { get; init; }

    /// <summary>Unit of <see cref="At"/>; empty where there is none.</summary>
    public required string Unit { get; init; }

    /// <summary>Place on the curve.</summary>
    public required int At { get; init; }

    /// <summary>The metric under the condition.</summary>
    public required StressFigure Value { get; init; }

    /// <summary>The metric for the recordings as they are minus that under the condition.</summary>
    public required StressFigure Drop { get; init; }

    /// <summary>Share of the predictions that stay as they are.</summary>
    public required StressFigure Unchanged { get; init; }

    /// <summary>True if not one probability or number moved.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsIdentical { get; init; }

    /// <summary>Largest drop that is allowed; null for any.</summary>
    public double? MaxDrop { get; init; }

    /// <summary>Least share of unchanged predictions that is allowed; null for any.</summary>
    public double? MinUnchanged { get; init; }

    /// <summary>The limits that do not hold, in words; null where all hold.</summary>
    [JsonIgnore]
    public string? Problem =>
        (Drop.Value > MaxDrop, Unchanged.Value < MinUnchanged) switch
        {
            (true, true) => FormattableString.Invariant($"drop above {MaxDrop:0.###}, unchanged below {MinUnchanged:0.###}"),
            (true, false) => FormattableString.Invariant($"drop above {MaxDrop:0.###}"),
            (false, true) => FormattableString.Invariant($"unchanged below {MinUnchanged:0.###}"),
            _ => null,
        };
}

/// <summary>A number with its 95 % interval.</summary>
/// <param name="Value">The number.</param>
/// <param name="Low">Lower end; null where there is no interval.</param>
/// <param name="High">Upper end; null where there is no interval.</param>
public sealed record StressFigure(double Value, double? Low, double? High)
{
    /// <summary>Takes a metric.</summary>
    internal static StressFigure Of(MetricResult result) => new(result.Value, result.Interval?.Low, result.Interval?.High);
}
