namespace Bakeoff.Reports.Charts;

/// <summary>The samples of one clip, to be drawn.</summary>
/// <param name="Name">File name, as the user knows it.</param>
/// <param name="Label">Label of the clip; null when unknown.</param>
/// <param name="Samples">Mono samples, nominally within -1..1, [samples].</param>
/// <param name="SampleRateHz">Sample rate in hertz, positive.</param>
public sealed record ClipAudio(string Name, string? Label, ReadOnlyMemory<float> Samples, int SampleRateHz);
