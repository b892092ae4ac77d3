namespace Bakeoff.Reports.Charts;

/// <summary>The mean spectrum of a label's clips.</summary>
/// <param name="Label">Label.</param>
/// <param name="FrequenciesHz">Frequencies in hertz, rising.</param>
/// <param name="LevelsDecibel">Mean level at each frequency, in decibels.</param>
public sealed record SpectrumCurve(string Label, IReadOnlyList<double> FrequenciesHz, IReadOnlyList<double> LevelsDecibel);
