namespace Bakeoff.Reports.Pages;

/// <summary>One way in which the test side may know the training side, and what was found.</summary>
/// <param name="Name">Short name, such as <c>shared_speakers</c>.</param>
/// <param name="Explanation">What it means for the figures, in plain words.</param>
/// <param name="IsPresent">True when the leak exists in this split.</param>
/// <param name="IsAcknowledged">True when the experiment says that it knows.</param>
/// <param name="Count">How many speakers, texts or clips are concerned; null when it is not counted.</param>
public sealed record LeakNote(string Name, string Explanation, bool IsPresent, bool IsAcknowledged = false, long? Count = null);
