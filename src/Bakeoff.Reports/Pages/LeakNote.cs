namespace Bakeoff.Reports.Pages;

/// <summary>One way in which the test side may know the training side, and what was found.</summary>
/// <param name="Name">Short name, such as <c>shared_speakers</c>.</param>
/// <param name="Explanation">Its effect on the metrics, in plain words.</param>
/// <param name="IsPresent">True if the leak exists in this split.</param>
/// <param name="IsAcknowledged">True if the experiment acknowledges it.</param>
/// <param name="Amount">The number of speakers, texts or clips concerned, such as <c>4</c> or <c>at least 4</c>; null when it is not
/// counted.</param>
/// <param name="Unknown">The clips of which too little is known to look, such as <c>unknown for all 12 clips</c>; null if all are
/// known.</param>
public sealed record LeakNote(
    string Name, string Explanation, bool IsPresent, bool IsAcknowledged = false, string? Amount = null, string? Unknown = null);
