using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Intervals;

namespace Bakeoff.Evaluation.Results;

/// <summary>A metric of a group of test clips beside that of all of them.</summary>
/// <param name="Metric">Name of the metric: uar, recall, precision, ccc or mae.</param>
/// <param name="Of">The class or target; null for uar, and for ccc as the mean over the targets.</param>
/// <param name="Value">The metric of the group.</param>
public sealed record GroupFigure(
    [property: JsonPropertyName("metric")] string Metric,
    [property: JsonPropertyName("of"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Of,
    [property: JsonPropertyName("value")] double Value)
{
    /// <summary>95 % interval of the value; null where the group is a single unit.</summary>
    [JsonPropertyName("interval"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BootstrapInterval? Interval { get; init; }

    /// <summary>The value less that of all test clips, over the classes that the group has; null for a single speaker, and where there is
    /// no other group.</summary>
    [JsonPropertyName("gap"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Gap { get; init; }

    /// <summary>95 % interval of the gap.</summary>
    [JsonPropertyName("gap_interval"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BootstrapInterval? GapInterval { get; init; }

    /// <summary>Size of the largest gap among random models: the same predictions, dealt to the clips at random
    /// <see cref="GroupEvaluator.Draws"/> times.</summary>
    [JsonPropertyName("random_gap"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RandomGap { get; init; }

    /// <summary>True if no random model had so large a gap, and the interval of the gap, where there is one, leaves out 0.</summary>
    [JsonIgnore]
    public bool IsDifferent => Gap is { } gap && Math.Abs(gap) > RandomGap && GapInterval is not { Low: <= 0, High: >= 0 };
}
