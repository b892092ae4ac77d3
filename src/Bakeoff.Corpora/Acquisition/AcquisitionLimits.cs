namespace Bakeoff.Corpora.Acquisition;

/// <summary>What an archive may unpack to before it counts as an attack rather than a corpus.</summary>
/// <param name="MaxFiles">Most files. Default 250,000.</param>
/// <param name="MaxBytes">Most bytes in all. Default 256 GiB.</param>
/// <param name="MaxRatio">Most bytes unpacked for one byte packed, over the whole archive. Default 100; speech reaches 2, digital silence 1,000.</param>
public sealed record AcquisitionLimits(int MaxFiles = 250_000, long MaxBytes = 256L << 30, double MaxRatio = 100);
