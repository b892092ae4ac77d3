namespace Bakeoff.Reports.Charts;

/// <summary>The pitch of one clip over time.</summary>
/// <param name="Label">Label of the clip.</param>
/// <param name="Name">Name of the clip.</param>
/// <param name="SecondsPerFrame">Distance between frames in seconds, positive.</param>
/// <param name="FrequenciesHz">Pitch per frame in hertz; zero or not a number where the voice is silent or unvoiced.</param>
public sealed record PitchContour(string Label, string Name, double SecondsPerFrame, IReadOnlyList<double> FrequenciesHz);
