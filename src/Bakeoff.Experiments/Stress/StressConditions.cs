using Bakeoff.Corpora.Converting;
using Bakeoff.Experiments.Configuration;

namespace Bakeoff.Experiments.Stress;

/// <summary>The conditions of an experiment, divided by what this machine can make.</summary>
internal static class StressConditions
{
    /// <summary>Conditions that can be made here.</summary>
    /// <param name="stress">The setting <c>stress</c>; null for the usual conditions.</param>
    public static IReadOnlyList<StressCondition> Possible(IReadOnlyDictionary<string, StressOptions>? stress) =>
        [.. StressCondition.Of(stress).Where(static condition => ObstacleTo(condition) is null)];

    /// <summary>Conditions that cannot be made here, each with the reason.</summary>
    /// <param name="stress">The setting <c>stress</c>; null for the usual conditions.</param>
    public static IReadOnlyList<(string Condition, string Reason)> LeftOut(IReadOnlyDictionary<string, StressOptions>? stress) =>
    [
        .. StressCondition.Of(stress)
            .Select(static condition => (condition.Name, ObstacleTo(condition)))
            .Where(static pair => pair.Item2 is not null)
            .Select(static pair => (pair.Name, pair.Item2!)),
    ];

    private static string? ObstacleTo(StressCondition condition) =>
        condition.Form.Kind is StressKind.Mp3 or StressKind.Opus && !LossyCodec.IsInstalled ? "there is no ffmpeg on PATH" : null;
}
