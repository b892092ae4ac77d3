namespace Bakeoff.Reports.Charts;

/// <summary>Values over time and band: a spectrogram, a log-mel spectrogram or cepstral coefficients.</summary>
/// <param name="Name">File name, as the user knows it.</param>
/// <param name="Label">Label of the clip; null when unknown.</param>
/// <param name="Values">Values, [FrameCount, BandCount] row-major, lowest band first; may hold values that are no numbers.</param>
/// <param name="FrameCount">Number of frames.</param>
/// <param name="BandCount">Number of bands.</param>
/// <param name="SecondsPerFrame">Distance between frame starts in seconds, positive.</param>
/// <param name="BandAxisTitle">What the vertical axis counts, such as <c>Frequency (Hz)</c> or <c>Coefficient</c>.</param>
/// <param name="BandCentres">Centre of each band in the unit of the axis, rising; null numbers the bands from 0.</param>
/// <param name="ValueTitle">What the colours mean, such as <c>dB</c>.</param>
public sealed record TimeFrequencyMap(
    string Name,
    string? Label,
    ReadOnlyMemory<float> Values,
    int FrameCount,
    int BandCount,
    double SecondsPerFrame,
    string BandAxisTitle = "Frequency (Hz)",
    IReadOnlyList<double>? BandCentres = null,
    string ValueTitle = "dB");
