using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>The parts of a clip that its prediction rests on.</summary>
/// <param name="Parts">The parts that matter most, each with its number; may be none.</param>
public sealed record ClipReason(IReadOnlyList<string> Parts)
{
    /// <summary>Stretches of time that follow each other; empty where time plays no part.</summary>
    public IReadOnlyList<OccludedArea> Strip { get; init; } = [];

    /// <summary>The same over the spectrogram of the clip; null where there is no recording or time plays no part.</summary>
    public Chart? Picture { get; init; }
}
