namespace Bakeoff.Audio.Spectra;

/// <summary>Weights over one analysis frame, periodic form.</summary>
public enum WindowKind
{
    /// <summary>0.5 - 0.5 cos(2 pi n / N).</summary>
    Hann,

    /// <summary>0.54 - 0.46 cos(2 pi n / N).</summary>
    Hamming,

    /// <summary>No weighting.</summary>
    Rectangular,
}
