using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Stages;

/// <summary>The progress of a stage.</summary>
/// <param name="Done">Units finished so far.</param>
/// <param name="Total">Units in all; 0 when not known.</param>
/// <param name="Unit">Name of the units, such as <c>clips</c> or <c>epochs</c>.</param>
/// <param name="Detail">Optional text, such as the latest metrics.</param>
[OutsideFingerprint("carries results and makes none")]
public readonly record struct StageProgress(long Done, long Total, string Unit, string? Detail = null)
{
    /// <summary>True if the text must reach the user, also where the progress of single stages is not shown.</summary>
    public bool IsNotice { get; private init; }

    /// <summary>A sentence that must reach the user.</summary>
    public static StageProgress Notice(string sentence) => new(0, 0, "", sentence) { IsNotice = true };
}
